"""Ask the copy of a lifter's star schema: in a process of its own, with limits that the system keeps."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from database.star.copy import copy_tables
from services.errors import TonnageError

CHILD: Final = Path(__file__).with_name("child.py")
SECONDS: Final = 4
GRACE_S: Final = 4  # to start and to hand over the answer
LONGEST_STATEMENT: Final = 10_000
LONGEST_VALUE: Final = 1_000_000
LONGEST_CELL: Final = 2_000
MOST_ROWS: Final = 2_000
MOST_TEXT: Final = 4_000_000
MEMORY: Final = 256 * 1024 * 1024
COPIES: Final = 3  # the copy as it comes in, in SQLite, and room for sorting it
AT_ONCE: Final = 2
PATIENCE_S: Final = 15

FUNCTIONS: Final = frozenset(
    (
        *("count", "sum", "total", "avg", "min", "max", "group_concat"),
        *("abs", "round", "ceil", "ceiling", "floor", "trunc", "sign", "sqrt", "pow", "power", "mod"),
        *("exp", "ln", "log", "log2", "log10", "pi", "random"),
        *("coalesce", "ifnull", "nullif", "iif", "likely", "unlikely", "typeof"),
        *("length", "lower", "upper", "substr", "substring", "trim", "ltrim", "rtrim", "instr", "replace"),
        *("like", "glob", "printf", "format", "char", "unicode"),
        *("date", "time", "datetime", "julianday", "strftime", "unixepoch", "current_date"),
        *("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"),
        *("lag", "lead", "first_value", "last_value", "nth_value"),
    )
)
SCHEMA: Final = ("sqlite_master", "sqlite_schema")

_places = threading.BoundedSemaphore(AT_ONCE)


class NotAnswered(TonnageError):
    """This question could not be answered."""


@dataclass(frozen=True)
class Result:
    """The rows of an answer under the names of their columns; `is_cut` where there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool


def ask(copy: bytes, statement: str) -> Result:
    """What a statement gives on a copy made by database.star.copy; NotAnswered says in a sentence why not."""
    question = _checked(statement)
    if not _places.acquire(timeout=PATIENCE_S):
        raise NotAnswered("Other questions are being answered. Try again in a moment.")
    try:
        answer = _answer(_packet(question, copy))
    finally:
        _places.release()
    if "refused" in answer:
        raise NotAnswered(SENTENCES[answer["refused"]].format(answer.get("detail", "")))
    return Result(tuple(answer["columns"]), tuple(map(tuple, answer["rows"])), answer["is_cut"])


def _checked(statement: str) -> str:
    """The statement, if it is one line of thought: text that is there, not too long, and whole."""
    if not statement.strip():
        raise NotAnswered(SENTENCES["nothing"])
    if len(statement) > LONGEST_STATEMENT:
        raise NotAnswered(f"The statement has {len(statement):,} characters; {LONGEST_STATEMENT:,} are possible.")
    if "\0" in statement or any("\ud800" <= character <= "\udfff" for character in statement):
        raise NotAnswered("The statement holds a character that is no text. Type it anew.")
    return statement


def _packet(statement: str, copy: bytes) -> bytes:
    request = {
        "sql": statement,
        "tables": [*SCHEMA, *(table.name for table in copy_tables())],
        "functions": sorted(FUNCTIONS),
        "seconds": SECONDS,
        "memory": MEMORY + COPIES * len(copy),
        "longest": LONGEST_VALUE,
        "longest_cell": LONGEST_CELL,
        "most_rows": MOST_ROWS,
        "most_text": MOST_TEXT,
    }
    return json.dumps(request).encode("ascii") + b"\n" + copy


def _answer(packet: bytes) -> Mapping[str, Any]:
    """What the process says; it knows neither our environment nor our modules, and is ended by the clock."""
    command = [sys.executable, "-I", "-S", "-B", str(CHILD)]
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=none, env={}, cwd="/") as process:
        try:
            said, _ = process.communicate(packet, SECONDS + GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return {"refused": "time"}
    try:
        answer: Mapping[str, Any] = json.loads(said)
    except ValueError:  # the system ended it: by the processor's clock, else for memory
        return {"refused": "time" if process.returncode in ENDED_BY_CLOCK else "memory"}
    return answer


ENDED_BY_CLOCK: Final = (-24, -9)  # SIGXCPU, SIGKILL
SENTENCES: Final[Mapping[str, str]] = {
    "nothing": "Nothing is asked yet: begin with SELECT.",
    "action": "Here you can only ask (SELECT): nothing can be changed, attached or set.",
    "table": "There is no table {} to read here; the tables stand in the dictionary beside.",
    "function": "The function {} cannot be used here.",
    "time": f"This took more than {SECONDS} seconds and was stopped. Ask for fewer rows, or join by keys.",
    "memory": "This needs more memory than a question may have. Ask for fewer rows or shorter texts.",
    "too long": f"A single value would be longer than {LONGEST_VALUE:,} characters.",
    "several": "Ask one question at a time: there is something behind the first semicolon.",
    "error": "SQLite cannot run this: {}.",
}
