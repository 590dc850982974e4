"""The formats that can be imported, told apart by their content and never by a file name."""

from typing import Final

from services.importers.reading import Table, UnreadableFile
from services.importers.shapes import Format
from services.importers.strong import STRONG

FORMATS: Final = (STRONG,)

# Tables that are known and hold no sets, or that nothing here reads yet: the columns that give them away.
KNOWN: Final = (
    (("date", "measurement type", "value", "unit"), "This is a Strong body-measurement file; it holds no workouts."),
    (("title", "start_time", "exercise_title", "set_index"), "This is a Hevy export, which cannot be imported yet."),
    (("date", "time", "measurement", "value", "unit"), "This is a FitNotes body file; it holds no workouts."),
    (("date", "exercise", "category", "reps"), "This is a FitNotes export, which cannot be imported yet."),
    (("workout datetime", "program", "exercise"), "This is a Liftosaur export, which cannot be imported yet."),
    (("sessionid", "timestamp", "exercise", "weight"), "This is a LiftLog export, which cannot be imported yet."),
)
UNKNOWN: Final = (
    "The header of this table belongs to no app that is known here. Export the workouts as CSV from Strong."
)


def detect(table: Table) -> Format:
    """The format of a table; UnreadableFile, with a sentence that names what it is, if none fits."""
    for known in FORMATS:
        if known.matches(table):
            return known
    keys = set(table.keys)
    raise UnreadableFile(next((sentence for columns, sentence in KNOWN if keys >= set(columns)), UNKNOWN))
