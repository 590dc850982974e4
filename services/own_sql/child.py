"""The process in which a lifter's statement runs: it knows a copy of the lifter's facts, no settings and no password.

Started by services.own_sql.asking with nothing but the standard library. One line of JSON comes in, then the copy; one
JSON object goes out. Memory, time and files are limited by the system before the statement is read by anything.
"""

import json
import resource
import sqlite3
import sys
import time
from contextlib import suppress
from typing import Any, Final

CHECK_EVERY: Final = 1_000  # steps of SQLite's machine
ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
# What SQLite itself offers as tables.
BUILT_IN: Final = ("pragma_", "json_", "dbstat", "sqlite_")
# A part of what SQLite says, and what it means.
TOLD_APART: Final = (("interrupted", "time"), ("too big", "too long"), ("one statement", "several"))

Answer = dict[str, Any]
Asked = dict[str, Any]


def main() -> None:
    """Read a question, answer it."""
    request: Asked = json.loads(sys.stdin.buffer.readline())
    _bound(request)
    try:
        answer = _answered(request, sys.stdin.buffer.read())
        text = json.dumps(answer)
    except MemoryError:
        text = json.dumps({"refused": "memory"})
    sys.stdout.write(text)


def _bound(request: Asked) -> None:
    seconds = int(request["seconds"]) + 1
    bounds = {
        resource.RLIMIT_AS: request["memory"],
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for resource_name, limit in bounds.items():
        with suppress(ValueError, OSError):  # the parent's clock ends it all the same
            resource.setrlimit(resource_name, (limit, limit))


def _answered(request: Asked, copy: bytes) -> Answer:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(copy)
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA hard_heap_limit={int(request['memory'])}")
    connection.execute("PRAGMA query_only=ON")
    denied = _guard(connection, request)
    try:
        return _rows(connection.execute(request["sql"]), request)
    except MemoryError:
        return {"refused": "memory"}
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return denied or _refusal(str(error))


def _guard(connection: sqlite3.Connection, request: Asked) -> Answer:
    """Let only questions through, to these tables and functions; what is refused first is written down."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, request["longest"])
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, request["longest"])
    denied: Answer = {}
    tables, functions = set(request["tables"]), set(request["functions"])

    def authorized(action: int, first: str | None, second: str | None, _: str | None, __: str | None) -> int:
        name = str(first).lower()
        # Without a column it is a count of rows, also of those of a WITH.
        is_counted = not second and not name.startswith(BUILT_IN)
        is_table = action == sqlite3.SQLITE_READ and (is_counted or name in tables)
        is_function = action == sqlite3.SQLITE_FUNCTION and str(second).lower() in functions
        if action in ALLOWED or is_table or is_function:
            return sqlite3.SQLITE_OK
        subject = second if action == sqlite3.SQLITE_FUNCTION else first
        kinds = {sqlite3.SQLITE_READ: "table", sqlite3.SQLITE_FUNCTION: "function"}
        denied.setdefault("refused", kinds.get(action, "action"))
        denied.setdefault("detail", subject or "")
        return sqlite3.SQLITE_DENY

    deadline = time.monotonic() + request["seconds"]
    connection.set_authorizer(authorized)
    connection.set_progress_handler(lambda: time.monotonic() > deadline, CHECK_EVERY)
    return denied


def _refusal(message: str) -> Answer:
    kinds = (kind for part, kind in TOLD_APART if part in message)
    return {"refused": next(kinds, "error"), "detail": message.rstrip(".")}


def _rows(cursor: sqlite3.Cursor, request: Asked) -> Answer:
    """As many rows as are allowed; a long text is cut."""
    if cursor.description is None:
        return {"refused": "nothing"}
    columns, room, is_cut = [str(column[0]) for column in cursor.description], request["most_text"], False
    rows: list[list[Any]] = []
    for row in cursor:
        cells = [_cell(value, request["longest_cell"]) for value in row]
        room -= sum(len(cell) for cell in cells if isinstance(cell, str)) + 8 * len(cells)
        if len(rows) == request["most_rows"] or room < 0:
            is_cut = True
            break
        rows.append(cells)
    return {"columns": columns, "rows": rows, "is_cut": is_cut}


def _cell(value: Any, longest: int) -> Any:
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return value[:longest] + "…" if isinstance(value, str) and len(value) > longest else value


if __name__ == "__main__":
    main()
