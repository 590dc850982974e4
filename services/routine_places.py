"""Where routines stand: in which folder, behind which other one; folders renamed and dissolved."""

from dataclasses import replace

from sqlalchemy import Engine

from database.oltp_tables import routines as table
from database.writes import amend_row, as_lifter
from services.errors import InvalidValue, NoSuchRoutine
from services.routine_ops import store


def move_to(engine: Engine, user_id: int, routine_id: int, folder: str | None, behind: int | None = None) -> None:
    """Put a routine into a folder, or none, right behind another routine or before all others.

    NoSuchRoutine, or InvalidValue for a folder's name that cannot be.
    """
    with as_lifter(engine, user_id) as connection:
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
    with as_lifter(engine, user_id) as connection:
        inside = [one for one in store.read_all(connection, user_id) if one.folder == old]
        if not inside:
            raise InvalidValue("There is no folder of that name any more.")
        for one in inside:
            store.put(connection, user_id, one, replace(one, folder=new))
        return len(inside)
