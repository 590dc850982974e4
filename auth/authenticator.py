"""Sign-in, sign-up and password changes: the model of streamlit-authenticator on the users table."""

from collections.abc import Mapping
from typing import Any

from streamlit_authenticator.models.authentication_model import AuthenticationModel
from streamlit_authenticator.utilities.validator import Validator

from auth import accounts, lockout, passwords, sessions
from auth.accounts import NameTaken
from auth.connections import Engine
from auth.invitations import is_invitation
from database.keys import folded
from database.settings import settings
from services.errors import TonnageError


class SignInRefused(TonnageError):
    """Name and password do not match, or there have been too many attempts. Check both, wait a minute, try again."""


class SignUpRefused(TonnageError):
    """This account cannot be created."""


class WrongPassword(TonnageError):
    """The current password is not right."""


class AccountValidator(Validator):
    """Names of any script, and passwords of 10 to 128 characters that are not the first to be guessed."""

    def validate_username(self, username: str) -> bool:
        """Whether this can be a username."""
        return accounts.is_username(username)

    def validate_password(self, password: str) -> bool:
        """Whether this can be a new password."""
        return passwords.complaint(password) is None

    def diagnose_password(self, password: str) -> str:
        """Explain in a sentence why a password is refused; empty if it is accepted."""
        return passwords.complaint(password) or ""


class UsersTable(dict[str, dict[str, Any]]):
    """The users table as the dictionary that the model expects; it reads each row once, on demand."""

    def __init__(self, bind: Engine, settings_of_new: Mapping[str, Any]) -> None:
        """Read from this database; new rows get these settings."""
        super().__init__()
        self._bind, self._settings_of_new = bind, settings_of_new

    def __contains__(self, name: object) -> bool:
        """Whether there is an active account of this name."""
        return isinstance(name, str) and self.get(name) is not None

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Return the credentials of a name."""
        credentials: dict[str, Any] | None = self.get(name)
        if credentials is None:
            raise KeyError(name)
        return credentials

    def get(self, name: str, default: Any = None) -> Any:
        """Return the credentials of a name in any case; remember them, so that an attempt reads the database once."""
        key = folded(name)
        if not super().__contains__(key):
            row = accounts.find(self._bind, name)
            super().__setitem__(key, _credentials(row) if row else {})
        return super().get(key) or default

    def __setitem__(self, name: str, credentials: dict[str, Any]) -> None:
        """Create the account, or store its new password."""
        stored = self.get(name)
        if stored:
            accounts.set_password_hash(self._bind, stored["user_id"], credentials["password"])
        else:
            email = credentials.get("email") or None
            accounts.add(self._bind, name, credentials["password"], email=email, **self._settings_of_new)
        super().pop(folded(name), None)


class Credentials(dict[str, Any]):
    """The outer dictionary of the model, which keeps its table when the model's constructor replaces it."""

    def __setitem__(self, key: str, value: Any) -> None:
        """Do nothing."""


class Authenticator(AuthenticationModel):
    """The model with our password hashes, unique names and lockout."""

    def __init__(self, bind: Engine, settings_of_new: Mapping[str, Any] | None = None) -> None:
        """Use this database; new accounts get these settings."""
        table = UsersTable(bind, settings_of_new or {})
        super().__init__(Credentials(usernames=table), auto_hash=False, validator=AccountValidator())

    def check_credentials(self, username: str, password: str) -> bool:
        """Whether name and password match; an unknown name takes as long as a wrong password."""
        credentials = self.credentials["usernames"].get(username)
        stored = (credentials and credentials["password"]) or passwords.DUMMY
        matches = passwords.verify(password, stored) and stored is not passwords.DUMMY
        if matches and passwords.is_dated(stored):
            self._update_password(username, password)
        return matches

    def _credentials_contains_value(self, value: str) -> bool:
        return False  # the table's unique constraints decide instead

    def _record_failed_login_attempts(self, username: str, reset: bool = False) -> None:
        """Do nothing: auth/lockout.py counts attempts in a table."""

    def _update_password(self, username: str, password: str) -> None:
        self.credentials["usernames"][username] = {"password": passwords.hash_password(password)}

    def _register_credentials(
        self, username: str, first_name: str, last_name: str, password: str, email: str, *_: Any
    ) -> None:
        self.credentials["usernames"][username] = {"password": passwords.hash_password(password), "email": email}


def sign_in(bind: Engine, name: str, password: str, address: str = lockout.UNKNOWN) -> int:
    """Return the user id for this name and password; SignInRefused, alike in text and time for every reason."""
    attempt = lockout.begin(bind, lockout.sign_in_scopes(name, address))
    model = Authenticator(bind)
    # Check the password of refused attempts too, so that the time reveals nothing.
    if not model.login(name or " ", password) or attempt.refused:
        raise SignInRefused
    lockout.forgive(bind, attempt)
    return int(model.credentials["usernames"][name]["user_id"])


def sign_up(
    bind: Engine,
    name: str,
    password: str,
    invitation: str = "",
    address: str = lockout.UNKNOWN,
    **settings_of_new: Any,
) -> int:
    """Create an account and return its id; SignUpRefused, InvalidName, NameTaken, InvalidSetting."""
    _check_registration(name, invitation)
    model = Authenticator(bind, settings_of_new)
    _check_new(name, password)
    if lockout.begin(bind, lockout.sign_up_scopes(address)).refused:
        raise SignUpRefused("Many accounts have been created from where you are. Wait a while, then try again.")
    if name in model.credentials["usernames"]:
        raise NameTaken
    model.register_user("", "", "", name, password, "")
    return int(model.credentials["usernames"][name]["user_id"])


def change_password(bind: Engine, name: str, current: str, new: str, keep_session: int | None = None) -> None:
    """Set a new password and end every other session; WrongPassword, SignUpRefused."""
    model = Authenticator(bind)
    _check_new(name, new)
    attempt = lockout.begin(bind, lockout.sign_in_scopes(name, lockout.UNKNOWN)[:1])
    if not model.check_credentials(name, current) or attempt.refused:
        raise WrongPassword
    model._update_password(name, new)
    lockout.forgive(bind, attempt)
    sessions.revoke_all(bind, accounts.find_user(bind, name).user_id, keep=keep_session)


def _check_registration(name: str, invitation: str) -> None:
    how = settings().registration
    if how == "closed":
        raise SignUpRefused("This server takes no new accounts.")
    if how == "invite" and not is_invitation(name, invitation):
        raise SignUpRefused("This code does not invite this name, or it is older than seven days.")


def _check_new(name: str, password: str) -> None:
    accounts.check_username(name)
    complaint = passwords.complaint(password, name)
    if complaint:
        raise SignUpRefused(complaint)


def _credentials(row: accounts.Account) -> dict[str, Any]:
    return {"user_id": row.user_id, "email": row.email, "name": row.display_name, "password": row.password_hash}
