"""The way out: what a lifter owns as files, from the page and from the shell."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database.db_connector import reading
from database.dictionary import dictionary
from database.export_reads import performed_sets
from services.etl_oltp_to_olap import refresh
from services.exporters.hevy import hevy_csv
from services.exporters.star import parquet_files
from services.exporters.strong import strong_csv
from services.exporters.whole import document

Files = Iterator[tuple[str, bytes]]


def files(bind: Engine, user_id: int, form: str, now: datetime | None = None) -> list[tuple[str, bytes]]:
    """Name and content of each file of one of FORMATS; facts are brought up to date first."""
    now = now or datetime.now(UTC)
    if form in WITH_FACTS:
        refresh(bind, user_id)
    with reading(bind) as connection:
        return list(FORMATS[form](connection, user_id, now))


def write(bind: Engine, user_id: int, form: str, folder: Path, now: datetime | None = None) -> list[Path]:
    """Write the files of a format into a folder, each whole or not at all; where they are."""
    made = files(bind, user_id, form, now)
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / name, content) for name, content in made]


def _written(path: Path, content: bytes) -> Path:
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return path


def _strong(connection: Connection, user_id: int, now: datetime) -> Files:
    yield "strong.csv", strong_csv(performed_sets(connection, user_id))


def _hevy(connection: Connection, user_id: int, now: datetime) -> Files:
    yield "hevy.csv", hevy_csv(performed_sets(connection, user_id))


def _json(connection: Connection, user_id: int, now: datetime) -> Files:
    yield "tonnage.json", document(connection, user_id, now)


def _parquet(connection: Connection, user_id: int, now: datetime) -> Files:
    yield from parquet_files(connection, user_id)
    yield "data-dictionary.md", dictionary().encode("utf-8")


def _zip(connection: Connection, user_id: int, now: datetime) -> Files:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, folder in PARTS.items():
            for name, content in FORMATS[part](connection, user_id, now):
                archive.writestr(folder + name, content)
    yield f"tonnage-{now:%Y-%m-%d}.zip", packed.getvalue()


FORMATS: Final[Mapping[str, Any]] = {
    "strong": _strong,
    "hevy": _hevy,
    "json": _json,
    "parquet": _parquet,
    "zip": _zip,
}
PARTS: Final = {"json": "", "strong": "csv/", "hevy": "csv/", "parquet": "parquet/"}
WITH_FACTS: Final = ("parquet", "zip")
