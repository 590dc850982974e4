"""Tables as lifters keep them, with what must come of each, and workbooks written for tests."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine

from services.body.lists import body_weights as weights_of
from services.datawrangling import SetRow
from services.importers.mapping.guessing import Mapping, guess
from services.importers.preview import Preview
from services.importers.tables.reading import Table

BLANK = Preview("log.csv", "0" * 64, "Europe/Berlin")
SMALL = [["Date", "Exercise", "kg", "Reps"], ["2026-01-05", "Squat", 100, 5]]
SHEET = "xl/worksheets/sheet1.xml"

# Each table, what its columns are, and its sets: day, exercise, weight with its unit, reps (or seconds), RPE.
GERMAN = """\
Datum;Übung;Gewicht (kg);Wdh;Sätze;Bemerkung
05.01.2026;Kniebeuge;82,5;5;3;schwer
;Bankdrücken;60;8/8/7;;
07.01.2026;Kreuzheben;120;5;1;
"""
POUNDS = """\
Date,Lift,Weight (lb),Reps,RPE
1/5/2026,Squat,225,5,8
1/15/2026,Bench Press,185.5,8,7-8
"""
TITLED = """\
My training 2026,,

Day,Movement,Work
2026-01-05,Squat,2x5 @ 100
2026-01-05,Bench,"1x8 @ 80 kg; 1x6 @ 82,5 kg"
"""
FRENCH = """\
Jour,Exercice,Charge (kg),Répétitions,Séries,Remarques
05/01/2026,Squat,"82,5",5,2,
17/01/2026,Soulevé de terre,120,5,1,lourd
"""
SPANISH = """\
Fecha;Ejercicio;Peso kg;Repeticiones;Series;RIR
5 de enero de 2026;Sentadilla;100;5;2;2
13 de enero de 2026;Dominadas;PC;8;1;1
"""
NUMBERED = """\
Date,Workout,Exercise,Set,Weight,Reps,Rest,Notes
2026-01-05,Push,Bench Press,1,60 kg,8,90,
2026-01-05,Push,Bench Press,2,60 kg,7,90,slow
2026-01-05,Push,Dips,1,BW,12,60,
2026-01-05,Push,Dips,2,BW+10 kg,10,60,
"""
HEADLESS = """\
05.01.2026;Squat;100;5
05.01.2026;Squat;105;5
06.01.2026;Bench Press;60;8
"""
POLISH = """\
Data;Ćwiczenie;Serie robocze;Powtórzenia;Ciężar
2026-01-05;Przysiad;2;5;100
2026-01-07;Wyciskanie;1;8;60
"""
TIMED = """\
Date,Time,Exercise,Time (s),Weight (kg),Reps
2026-01-05,18:30,Plank,60,,
2026-01-05,18:45,Squat,,100,5
2026-01-05,07:00,Plank,1:30,,
"""
SIDE_BY_SIDE = """\
Date,Exercise,kg,Set 1,Set 2,Set 3
2026-01-05,Squat,100,5,5,4
2026-01-05,Bench,60,8,,
"""
SET_CELLS = """\
Datum;Übung;Satz 1;Satz 2
05.01.2026;Kniebeuge;100x5;105x3
05.01.2026;Seitheben;10x12;
"""
EMPTY_COLUMNS = """\
,Date,,Exercise,Weight,Unit,Reps,
,2026-01-05,,Squat,225,lbs,5,
,,,,,,,
,2026-01-07,,Squat,100,kg,5,
"""
INJECTED = """\
Date,Exercise,Weight (kg),Reps,Comment
2026-01-05,"=HYPERLINK(""http://x.test"",""Squat"")",100,5,=1+1
2026-01-05,@SUM(A1),50,5,-2+3
"""
GROUPED = """\
Exercise,Set Type,Weight (kg),Reps,Date
Leg Press,normal,"1.250,5",5,2026-01-05
"""

CASES: dict[str, tuple[str, str, list[str]]] = {
    "german": (
        GERMAN,
        "date exercise weight reps sets note",
        [
            *["2026-01-05 Kniebeuge 82.5kg x5"] * 3,
            *[f"2026-01-05 Bankdrücken 60kg x{reps}" for reps in (8, 8, 7)],
            "2026-01-07 Kreuzheben 120kg x5",
        ],
    ),
    "pounds": (
        POUNDS,
        "date exercise weight reps rpe",
        ["2026-01-05 Squat 225lb x5 @8", "2026-01-15 Bench Press 185.5lb x8 @7.5"],
    ),
    "titled": (
        TITLED,
        "date exercise sets_text",
        [*["2026-01-05 Squat 100 x5"] * 2, "2026-01-05 Bench 80kg x8", "2026-01-05 Bench 82.5kg x6"],
    ),
    "french": (
        FRENCH,
        "date exercise weight reps sets note",
        [*["2026-01-05 Squat 82.5kg x5"] * 2, "2026-01-17 Soulevé de terre 120kg x5"],
    ),
    "spanish": (
        SPANISH,
        "date exercise weight reps sets rir",
        [*["2026-01-05 Sentadilla 100kg x5 @8"] * 2, "2026-01-13 Dominadas x8 @9"],
    ),
    "numbered": (
        NUMBERED,
        "date title exercise - weight reps - note",
        [
            *[f"2026-01-05 Push: Bench Press 60kg x{reps}" for reps in (8, 7)],
            "2026-01-05 Push: Dips x12",
            "2026-01-05 Push: Dips 10kg x10",
        ],
    ),
    "headless": (
        HEADLESS,
        "date exercise weight reps",
        ["2026-01-05 Squat 100 x5", "2026-01-05 Squat 105 x5", "2026-01-06 Bench Press 60 x8"],
    ),
    "polish": (
        POLISH,
        "date exercise sets reps weight",
        [*["2026-01-05 Przysiad 100 x5"] * 2, "2026-01-07 Wyciskanie 60 x8"],
    ),
    "timed": (
        TIMED,
        "date time exercise seconds weight reps",
        ["2026-01-05 18:30 Plank 60s", "2026-01-05 18:30 Squat 100kg x5", "2026-01-05 07:00 Plank 90s"],
    ),
    "side_by_side": (
        SIDE_BY_SIDE,
        "date exercise weight reps reps reps",
        [*[f"2026-01-05 Squat 100kg x{reps}" for reps in (5, 5, 4)], "2026-01-05 Bench 60kg x8"],
    ),
    "set_cells": (
        SET_CELLS,
        "date exercise load_text load_text",
        ["2026-01-05 Kniebeuge 100 x5", "2026-01-05 Kniebeuge 105 x3", "2026-01-05 Seitheben 10 x12"],
    ),
    "empty_columns": (
        EMPTY_COLUMNS,
        "- date - exercise weight unit reps -",
        ["2026-01-05 Squat 225lb x5", "2026-01-07 Squat 100kg x5"],
    ),
    "injected": (
        INJECTED,
        "date exercise weight reps note",
        ['2026-01-05 =HYPERLINK("http://x.test","Squat") 100kg x5', "2026-01-05 @SUM(A1) 50kg x5"],
    ),
    "grouped": (GROUPED, "exercise - weight reps date", ["2026-01-05 Leg Press 1250.5kg x5"]),
}

BODY_FILES = {
    "german": ("Datum;Gewicht (kg);KFA %\n05.01.2026;82,5;15\n06.01.2026;;15\n13.01.2026;81,9;\n", None, 1),
    "american": ("Date,Weight,Notes\n1/5/2026,181.4,after a feast\n1/13/2026,180.2,\n", "lb", 0),
    "measured": (
        "Date,Time,Measurement,Value,Unit\n2026-01-05,07:30:00,Bodyweight,82.4,kgs\n"
        "2026-01-05,07:30:00,Body Fat,15,%\n2026-01-06,07:30:00,Bodyweight,181,lbs\n",
        None,
        1,
    ),
}
BODY_WEIGHTS = {
    "german": [("2026-01-05", "82.5", "kg", None), ("2026-01-13", "81.9", "kg", None)],
    "american": [("2026-01-05", "181.4", "lb", "after a feast"), ("2026-01-13", "180.2", "lb", None)],
    "measured": [("2026-01-05", "82.4", "kg", None), ("2026-01-06", "181", "lb", None)],
}


def guessed(table: Table) -> Mapping:
    return guess(table.header, [cells for _, cells in table.rows])


def roles(mapping: Mapping) -> str:
    """The roles of the columns, a dash for those left out."""
    return " ".join(role or "-" for role in mapping.roles)


def told(row: SetRow) -> str:
    """A set in one line: start, workout, exercise, weight, reps or seconds, RPE."""
    weight = f" {row.weight}{row.unit or ''}" if row.weight is not None else ""
    reps = f" x{row.reps:g}" if row.reps is not None else ""
    seconds = f" {row.seconds:g}s" if row.seconds is not None else ""
    rpe = f" @{row.rpe:g}" if row.rpe is not None else ""
    title = f" {row.title}:" if row.title else ""
    return f"{row.start}{title} {row.exercise}{weight}{reps}{seconds}{rpe}"


def workbook(rows: Iterable[Sequence[Any]], *more: Iterable[Sequence[Any]]) -> bytes:
    """An XLSX file with these cells, further sheets behind."""
    book = Workbook()
    for place, sheet in enumerate((rows, *more)):
        made = book.active if place == 0 else book.create_sheet()
        assert made is not None
        for row in sheet:
            made.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one of its parts exchanged."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return stream.getvalue()


def stored(engine: Engine, lifter: int) -> list[tuple[str, str, str, str | None]]:
    """The body weights of a lifter as they were entered."""
    return [(str(one.measured_on), str(one.value), one.unit, one.note) for one in weights_of(engine, lifter)]
