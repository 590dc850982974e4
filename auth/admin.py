"""The shell of whoever runs the server: create, reset, sign out and delete accounts, and invite."""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Engine

from auth import accounts, passwords, sessions
from auth.connections import AWAY, DatabaseAway
from auth.invitations import invitation_for
from database.db_connector import engine
from database.migrate import SchemaError, prepare
from database.settings import SettingsError
from services.errors import TonnageError

DONE, REFUSED, USAGE, NO_DATABASE = range(4)


class PasswordRefused(TonnageError):
    """This password cannot be used."""


def create_user(bind: Engine, given: argparse.Namespace) -> str:
    """Create an account; NameTaken, PasswordRefused, InvalidName."""
    accounts.check_username(given.name)
    accounts.add(bind, given.name, passwords.hash_password(_new_password(given)), email=given.email)
    return f"{given.name} can sign in."


def reset_password(bind: Engine, given: argparse.Namespace) -> str:
    """Set a new password and end every session."""
    user = accounts.find_user(bind, given.name)
    accounts.set_password_hash(bind, user.user_id, passwords.hash_password(_new_password(given)))
    ended = sessions.revoke_all(bind, user.user_id)
    return f"{user.username} has a new password; sessions ended: {ended}."


def revoke_sessions(bind: Engine, given: argparse.Namespace) -> str:
    """Sign an account out everywhere."""
    user = accounts.find_user(bind, given.name)
    return f"{user.username}: sessions ended: {sessions.revoke_all(bind, user.user_id)}."


def delete_user(bind: Engine, given: argparse.Namespace) -> str:
    """Delete an account and everything that belongs to it."""
    user = accounts.find_user(bind, given.name)
    return f"{user.username} is deleted; rows: {accounts.remove(bind, user.user_id)}."


def invite(_bind: Engine, given: argparse.Namespace) -> str:
    """Give the code with which one name can be signed up within seven days."""
    accounts.check_username(given.name)
    return invitation_for(given.name)


VERBS: Final[dict[str, Callable[[Engine, argparse.Namespace], str]]] = {
    "create-user": create_user,
    "reset-password": reset_password,
    "revoke-sessions": revoke_sessions,
    "delete-user": delete_user,
    "invite": invite,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one verb; 0 done, 1 refused and nothing written, 2 usage, 3 no database."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as end:
        return USAGE if end.code else DONE
    try:
        prepare(engine())
        sys.stdout.write(f"{VERBS[given.verb](engine(), given)}\n")
    except SettingsError as error:
        return _say(str(error), USAGE)
    except (*AWAY, DatabaseAway) as error:
        reason = getattr(error, "orig", error)
        return _say(f"No database at {engine().url.render_as_string()}: {reason}", NO_DATABASE)
    except (TonnageError, SchemaError) as refused:
        return _say(str(refused), REFUSED)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m auth.admin", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, function in VERBS.items():
        made = verbs.add_parser(verb, help=function.__doc__)
        made.add_argument("name", metavar="NAME", help="the username, in any case")
        if verb in ("create-user", "reset-password"):
            made.add_argument("--password", help="asked for if it is not given")
        if verb == "create-user":
            made.add_argument("--email")
        if verb == "delete-user":
            made.add_argument("--yes", action="store_true", required=True, help="there is no way back")
    return parser


def _new_password(given: argparse.Namespace) -> str:
    password = given.password if given.password is not None else getpass.getpass("Password: ")
    if given.password is None and getpass.getpass("Once more: ") != password:
        raise PasswordRefused("The two passwords differ.")
    complaint = passwords.complaint(password, given.name)
    if complaint:
        raise PasswordRefused(complaint)
    return str(password)


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
