"""The one list of settings: from the environment, then from Streamlit's secrets file, then the default."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL

ROOT = Path(__file__).resolve().parent.parent
SECRETS = (ROOT / ".streamlit" / "secrets.toml", Path.home() / ".streamlit" / "secrets.toml")
DEFAULT_SECRET = "change-me"
DEFAULT_SECRET_SENTENCE = (
    "SECRET_KEY still has its default on a server that others can reach. Set SECRET_KEY to a long random text, "
    'for example the output of: python -c "import secrets; print(secrets.token_urlsafe(48))"'
)
REGISTRATION = ("open", "invite", "closed")
TRUE = {"1", "true", "yes", "on"}


class SettingsError(Exception):
    """A setting cannot be used as it is."""


@dataclass(frozen=True)
class Settings:
    """What the owner of a server may set; README.md explains each."""

    database_url: str = f"sqlite:///{ROOT / 'var' / 'tonnage.db'}"
    port: int = 8501
    secret_key: str = DEFAULT_SECRET
    registration: str = "open"
    cookie_secure: bool = False
    trusted_proxies: int = 0
    smtp_url: str = ""
    backup_key: str = ""
    auto_migrate: bool = False
    log_level: str = "INFO"
    public_url: str = ""
    database_ca: str = ""
    sqlite_synchronous: str = "NORMAL"

    @property
    def local(self) -> bool:
        """Whether only this machine is meant to reach the app: no public address has been set."""
        return not self.public_url

    @property
    def has_default_secret(self) -> bool:
        """Whether SECRET_KEY was never set."""
        return self.secret_key == DEFAULT_SECRET


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ, _secrets())


def read_settings(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> Settings:
    """Settings from two mappings; SettingsError with a sentence for a value that cannot be."""
    found = {name: _value(name, environment, secrets) for name in Settings.__dataclass_fields__}
    if found["database_url"] is None:
        found["database_url"] = _url_of_connection(secrets)
    given = {name: _typed(name, value) for name, value in found.items() if value is not None}
    return _checked(Settings(**given))


def _value(name: str, environment: Mapping[str, str], secrets: Mapping[str, Any]) -> Any:
    upper = name.upper()
    value = environment.get(upper) or secrets.get(upper, secrets.get(name))
    return None if value == "" else value


def _typed(name: str, value: Any) -> Any:
    kind: Any = type(getattr(Settings, name))
    if kind is bool:
        return str(value).strip().lower() in TRUE
    try:
        return kind(value)
    except ValueError as error:
        raise SettingsError(f"{name.upper()} must be a whole number, not {value!r}.") from error


def _checked(found: Settings) -> Settings:
    if found.registration not in REGISTRATION:
        raise SettingsError(f"REGISTRATION must be one of {', '.join(REGISTRATION)}.")
    if not found.local and found.has_default_secret:
        raise SettingsError(DEFAULT_SECRET_SENTENCE)
    return found


def _secrets() -> Mapping[str, Any]:
    for path in SECRETS:
        if path.is_file():
            return tomllib.loads(path.read_text(encoding="utf-8"))
    return {}


def _url_of_connection(secrets: Mapping[str, Any]) -> str | None:
    connection = secrets.get("connections", {}).get("mysql")
    if not connection:
        return None
    if "url" in connection:
        return str(connection["url"])
    return URL.create(
        f"{connection.get('dialect', 'mysql')}+{connection.get('driver', 'pymysql')}",
        username=connection.get("username"),
        password=connection.get("password"),
        host=connection.get("host"),
        port=connection.get("port"),
        database=connection.get("database"),
        query=connection.get("query", {}),
    ).render_as_string(hide_password=False)
