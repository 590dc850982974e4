"""The shell commands of whoever runs the server: create, reset, sign out and delete accounts, and invite."""

import getpass
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Final

import typer

from auth import accounts, passwords, sessions
from auth.connections import AWAY, DatabaseAway
from auth.invitations import invitation_for
from database.db_connector import engine
from database.migrate import SchemaError, prepare
from database.settings import SettingsError
from database.shell import DONE, REFUSED, USAGE, no_database, run, say
from services.errors import TonnageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="The username, in any case.")]
Password = Annotated[str | None, typer.Option(help="Asked for if it is not given.")]


class PasswordRefused(TonnageError):
    """This password cannot be used."""


def create_user(name: Name, email: Annotated[str | None, typer.Option()] = None, password: Password = None) -> str:
    """Create an account."""
    accounts.check_username(name)
    accounts.add(engine(), name, passwords.hash_password(_new_password(name, password)), email=email)
    return f"{name} can sign in."


def reset_password(name: Name, password: Password = None) -> str:
    """Set a new password and end every session."""
    user = accounts.find_user(engine(), name)
    accounts.set_password_hash(engine(), user.user_id, passwords.hash_password(_new_password(name, password)))
    ended = sessions.revoke_all(engine(), user.user_id)
    return f"{user.username} has a new password; sessions ended: {ended}."


def revoke_sessions(name: Name) -> str:
    """Sign an account out everywhere."""
    user = accounts.find_user(engine(), name)
    return f"{user.username}: sessions ended: {sessions.revoke_all(engine(), user.user_id)}."


def delete_user(name: Name, _yes: Annotated[bool, typer.Option("--yes", help="There is no way back.")]) -> str:
    """Delete an account and everything that belongs to it."""
    user = accounts.find_user(engine(), name)
    return f"{user.username} is deleted; rows: {accounts.remove(engine(), user.user_id)}."


def invite(name: Name) -> str:
    """Give the code with which one name can be signed up within seven days."""
    accounts.check_username(name)
    return invitation_for(name)


VERBS: Final[dict[str, Callable[..., str]]] = {
    "create-user": create_user,
    "reset-password": reset_password,
    "revoke-sessions": revoke_sessions,
    "delete-user": delete_user,
    "invite": invite,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one verb; 0 done, 1 refused and nothing written, 2 usage, 3 no database."""
    commands = {name: _command(verb) for name, verb in VERBS.items()}
    return run(commands, "auth.admin", arguments, "Create, reset, sign out and delete accounts, and invite.")


def _command(verb: Callable[..., str]) -> Callable[..., int]:
    """Wrap a verb: prepare the database, print its result, and turn errors into exit codes."""

    @wraps(verb)
    def command(**arguments: object) -> int:
        try:
            prepare(engine())
            sys.stdout.write(f"{verb(**arguments)}\n")
        except SettingsError as error:
            return say(USAGE, str(error))
        except (*AWAY, DatabaseAway) as error:
            return no_database(engine(), error)
        except (TonnageError, SchemaError) as refused:
            return say(REFUSED, str(refused))
        return DONE

    return command


def _new_password(name: str, option: str | None) -> str:
    password = option if option is not None else getpass.getpass("Password: ")
    if option is None and getpass.getpass("Once more: ") != password:
        raise PasswordRefused("The two passwords differ.")
    complaint = passwords.complaint(password, name)
    if complaint:
        raise PasswordRefused(complaint)
    return password


if __name__ == "__main__":
    sys.exit(main())
