"""The formats that can be imported, told apart by their content and never by a file name."""

from typing import Final

from services.importers.formats.fitnotes import FITNOTES
from services.importers.formats.hevy import HEVY
from services.importers.formats.liftlog import LIFTLOG
from services.importers.formats.liftosaur import LIFTOSAUR
from services.importers.formats.strong import STRONG
from services.importers.formats.stronglifts import STRONGLIFTS
from services.importers.shapes import Format
from services.importers.tables.reading import Table, UnreadableFile

# Strong comes last: its classic layout is also known by the shape of its rows, under a header that nobody can read.
FORMATS: Final = (HEVY, FITNOTES, LIFTOSAUR, LIFTLOG, STRONGLIFTS, STRONG)

# Tables that are known and hold no sets: the columns that give them away.
KNOWN: Final = (
    (("date", "measurement type", "value", "unit"), "This is a Strong body-measurement file; it holds no workouts."),
    (("date", "time", "measurement", "value", "unit"), "This is a FitNotes body file; it holds no workouts."),
)
UNKNOWN: Final = (
    "The header of this table belongs to no app that is known here. "
    "Exports of Strong, Hevy, FitNotes, StrongLifts, Liftosaur and LiftLog can be read."
)


def detect(table: Table) -> Format:
    """The format of a table; UnreadableFile, with a sentence that names what it is, if none fits."""
    for export_format in FORMATS:
        if export_format.matches(table):
            return export_format
    keys = set(table.keys)
    raise UnreadableFile(next((sentence for columns, sentence in KNOWN if keys >= set(columns)), UNKNOWN))
