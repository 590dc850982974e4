"""Strong files as tests write them: by hand in a few words, or by chance."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from hypothesis import strategies as st

HEADER = (
    "Date",
    "Workout Name",
    "Duration",
    "Exercise Name",
    "Set Order",
    "Weight",
    "Reps",
    "Distance",
    "Seconds",
    "Notes",
    "Workout Notes",
    "RPE",
)
SQUAT = "Squat (Barbell)"
Row = tuple[str, ...]


def row(
    start: str = "2026-01-05 18:00:00",
    title: str = "Legs",
    exercise: str = SQUAT,
    order: str = "1",
    weight: str = "100",
    reps: str = "5",
    seconds: str = "0",
    note: str = "",
    workout_note: str = "",
    duration: str = "1h 5m",
    rpe: str = "",
) -> Row:
    """One line of a classic file."""
    return (start, title, duration, exercise, order, weight, reps, "0", seconds, note, workout_note, rpe)


def strong_file(rows: Iterable[Sequence[str]]) -> bytes:
    """A classic file of these lines, quoted as Strong quotes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue().encode()


_letters = st.characters(codec="utf-8", exclude_characters="\0\r")
_titles = st.text(_letters, max_size=12)
_names = st.sampled_from([SQUAT, "Bench Press (Barbell)", "Plank", "Pull Up"]) | st.text(
    _letters, min_size=1, max_size=12
).filter(lambda name: bool(name.strip()) and len(name.casefold()) < 30)
_starts = st.datetimes(datetime(1990, 1, 1), datetime(2019, 12, 31)).map(lambda at: at.replace(microsecond=0, fold=0))
_weights = st.sampled_from(["0", "20.0", "42.5", "74.99999999999999", "6.80388555"]) | st.decimals(
    0, 2000, places=3
).map(str)
_counts = st.integers(0, 1000).map(str)


@st.composite
def rows_by_chance(draw: st.DrawFn) -> list[Row]:
    """The lines of a valid classic file: a few workouts, their sets side by side or scattered."""
    workouts = draw(st.lists(st.tuples(_starts.map(str), _titles), min_size=1, max_size=3, unique=True))
    names = draw(st.lists(_names, min_size=1, max_size=4))
    one = st.builds(
        lambda workout, name, order, weight, reps, seconds, note: row(
            *workout, name, order, weight, reps, seconds, note
        ),
        st.sampled_from(workouts),
        st.sampled_from(names),
        st.sampled_from(["1", "2", "W", "D", "F"]),
        _weights,
        _counts,
        st.sampled_from(["0", "30", "90.0"]),
        _titles,
    )
    return draw(st.lists(one, min_size=1, max_size=12))
