"""The settings of the server: from the environment, then from Streamlit's secrets file, then the default."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import URL

ROOT = Path(__file__).resolve().parent.parent
SECRETS = (ROOT / ".streamlit" / "secrets.toml", Path.home() / ".streamlit" / "secrets.toml")
DEFAULT_SECRET = "change-me"
DEFAULT_SECRET_SENTENCE = (
    "SECRET_KEY still has its default on a server that others can reach. Set SECRET_KEY to a long random text, "
    'for example the output of: python -c "import secrets; print(secrets.token_urlsafe(48))"'
)
WANTED: Final[Mapping[Any, str]] = {
    int: "a whole number, not {!r}",
    bool: "on or off (1 or 0), not {!r}",
    str: "a text",  # without the value: it may be a secret
}

Flag = Annotated[bool, BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)]


class SettingsError(Exception):
    """A setting has a value that cannot be used."""


class Settings(BaseSettings):
    """The settings that the owner of a server can change; README.md explains each."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, coerce_numbers_to_str=True, hide_input_in_errors=True
    )

    database_url: str = Field(default=f"sqlite:///{ROOT / 'var' / 'tonnage.db'}", repr=False)
    port: int = 8501
    secret_key: str = Field(default=DEFAULT_SECRET, repr=False)
    registration: Literal["open", "invite", "closed"] = "open"
    cookie_secure: Flag = False
    trusted_proxies: int = 0
    auto_migrate: Flag = False
    public_url: str = ""
    database_ca: str = ""
    sqlite_synchronous: str = "NORMAL"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then the secrets file."""
        return env_settings, InitSettingsSource(settings_cls, _in_secrets())

    @model_validator(mode="after")
    def _refuse_a_default_secret(self) -> Self:
        if not self.local and self.has_default_secret:
            raise SettingsError(DEFAULT_SECRET_SENTENCE)
        return self

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the app: no public address is set."""
        return not self.public_url

    @property
    def has_default_secret(self) -> bool:
        """Whether SECRET_KEY was never set."""
        return self.secret_key == DEFAULT_SECRET


@cache
def settings() -> Settings:
    """Read the settings of this process once; SettingsError explains an invalid value."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(" ".join(map(_sentence, error.errors()))) from error


def secrets() -> Mapping[str, Any]:
    """Read the first of Streamlit's secrets files that exists; SettingsError if it is not TOML."""
    path = next((path for path in SECRETS if path.is_file()), None)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except ValueError as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error


def _in_secrets() -> dict[str, Any]:
    """Read the settings in the secrets file by their lower-case names; an empty text counts as not set."""
    file = secrets()
    values = {name: file.get(name.upper(), file.get(name, "")) for name in Settings.model_fields}
    values["database_url"] = values["database_url"] or _url_of_connection(file)
    return {name: value for name, value in values.items() if value != ""}


def _url_of_connection(file: Mapping[str, Any]) -> str:
    connection = file.get("connections", {}).get("mysql", {})
    if not connection or "url" in connection:
        return str(connection.get("url", ""))
    return URL.create(
        f"{connection.get('dialect', 'mysql')}+{connection.get('driver', 'pymysql')}",
        username=connection.get("username"),
        password=connection.get("password"),
        host=connection.get("host"),
        port=connection.get("port"),
        database=connection.get("database"),
        query=connection.get("query", {}),
    ).render_as_string(hide_password=False)


def _sentence(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    kind = Settings.model_fields[name].annotation
    expected = WANTED.get(kind) or f"one of {', '.join(get_args(kind))}"
    return f"{name.upper()} must be {expected.format(error['input'])}."
