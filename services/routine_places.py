"""Where routines stand: in which folder, behind which other one; folders renamed and dissolved."""

from dataclasses import replace

from sqlalchemy import Connection, Engine

from database.db_connector import writing
from database.oltp_tables import routines as table
from database.writes import amend_row, touch
from services.errors import InvalidValue, NoSuchLifter, NoSuchRoutine
from services.routine_ops import store


def move_to(engine: Engine, user_id: int, routine_id: int, folder: str | None, behind: int | None = None) -> None:
    """Put a routine into a folder, or none, right behind another routine or before all others.

    NoSuchRoutine, or InvalidValue for a folder's name that cannot be.
    """
    with writing(engine) as connection:
        _enter(connection, user_id)
        every = store.read_all(connection, user_id)
        moved = next((one for one in every if one.routine_id == routine_id), None)
        if moved is None:
            raise NoSuchRoutine
        others = [one.routine_id for one in every if one is not moved]
        if behind is not None and behind not in others:
            raise NoSuchRoutine
        place = 0 if behind is None else others.index(behind) + 1
        if moved.folder != folder:
            store.put(connection, user_id, moved, replace(moved, folder=folder))
        for position, number in enumerate([*others[:place], routine_id, *others[place:]], 1):
            amend_row(connection, table, user_id, {"routine_id": number}, {"position": float(position)})


def rename_folder(engine: Engine, user_id: int, old: str, new: str | None) -> int:
    """Call a folder otherwise, or dissolve it with None; how many routines were in it.

    A name that another folder has joins them. InvalidValue for a name that cannot be, or a folder that is not there.
    """
    with writing(engine) as connection:
        _enter(connection, user_id)
        inside = [one for one in store.read_all(connection, user_id) if one.folder == old]
        if not inside:
            raise InvalidValue("There is no folder of that name any more.")
        for one in inside:
            store.put(connection, user_id, one, replace(one, folder=new))
        return len(inside)


def _enter(connection: Connection, user_id: int) -> None:
    if not touch(connection, user_id):
        raise NoSuchLifter
