"""Damaged copies of every fixture: a clear answer each time, all or nothing (FUZZ_CASES; `make fuzz`: 10,000)."""

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from database.db_connector import reading
from database.oltp_tables import sets, workouts
from services.importers.pipeline import run_import
from services.importers.preview import preview
from tests.cast import new_lifter

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.csv"))
CASES = int(os.environ.get("FUZZ_CASES", "300"))
SEED = 20_261_123
PARTS = 6

Damage = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bytes become others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    """The file ends somewhere."""
    return data[: chance.randrange(len(data))]


def rows_lost(chance: random.Random, data: bytes) -> bytes:
    """Some lines are gone, others stand twice."""
    return b"".join(line * chance.choice((0, 1, 1, 1, 2)) for line in data.splitlines(keepends=True))


def delimiters_mixed(chance: random.Random, data: bytes) -> bytes:
    """Some delimiters become others."""
    return bytes(chance.choice(b",;\t") if c in b",;" and chance.random() < 0.05 else c for c in data)


def cells_swapped(chance: random.Random, data: bytes) -> bytes:
    """A cell holds what it should not."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    cells = lines[place].split(b",")
    cells[chance.randrange(len(cells))] = chance.choice(STRANGE)
    lines[place] = b",".join(cells)
    return b"\n".join(lines)


def quotes_lost(chance: random.Random, data: bytes) -> bytes:
    """A quotation mark too few or too many."""
    place = chance.randrange(len(data))
    return data[:place] + b'"' + data[place:] if chance.random() < 0.5 else data.replace(b'"', b"", 1)


STRANGE: Sequence[bytes] = (
    b"1e308", b"-1", b"NaN", b"inf", b"", b"=HYPERLINK(1)", b"\x00", b"9" * 400, b"\xff\xfe", b"3000-01-01", b"0x10",
    "½".encode(), "１２".encode(), b"1,5", b"x" * 300, b"'; DROP TABLE sets; --", b"2026-02-30",
)  # fmt: skip
DAMAGES: Sequence[Damage] = (flipped, cut, rows_lost, delimiters_mixed, cells_swapped, quotes_lost)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_file_is_taken_whole_or_refused_with_a_reason(sqlite_engine: Engine, part: int) -> None:
    chance = random.Random(SEED + part)
    for case in range(part, CASES, PARTS):
        source = FIXTURES[case % len(FIXTURES)]
        data = DAMAGES[case // len(FIXTURES) % len(DAMAGES)](chance, source.read_bytes())
        shown = preview(data, source.name, unit="kg", zone="Europe/Berlin")
        assert all(problem.reason.strip() for problem in shown.problems), (source.name, data)
        if not shown.problems:
            lifter = new_lifter(sqlite_engine, f"lifter-{case}")
            done = run_import(sqlite_engine, lifter, shown)
            assert stored(sqlite_engine, lifter) == (len(shown.frame), shown.figures.workouts), (source.name, data)
            assert done.added == len(shown.frame)


def stored(engine: Engine, lifter: int) -> tuple[int, int]:
    """How many sets and workouts a lifter has."""
    with reading(engine) as connection:
        counts = [
            connection.scalar(select(func.count()).where(table.c.user_id == lifter)) or 0 for table in (sets, workouts)
        ]
    return counts[0], counts[1]
