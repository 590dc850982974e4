"""`python -m benchmarks`: measure on a large made-up log, print a table, with --write keep it in RESULTS.md."""

import argparse
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pymysql
from sqlalchemy import Engine, make_url

from benchmarks import dashboards, imports, more_pages, plan_pages, rebuilds, refreshes, write_backs
from benchmarks.log_data import Crowd, Size, fill, size_of
from benchmarks.stopwatch import Line, table
from database.db_connector import make_engine
from database.migrate import prepare
from services.startup import load_shared_rows
from tests.mariadb_server import private_server, programs

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
ENGINES = {"sqlite": "SQLite", "mariadb": "MariaDB"}
MEASURES = ("rebuild", "refresh", "dashboards", "pages", "import", "targets")
PAGES = (more_pages, plan_pages)  # the plans are written after the others have been measured without
WITHOUT_A_LOG = {"import", "targets"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 0 done, whatever the figures say."""
    asked = _parser().parse_args(arguments)
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it misses its server, which nothing here needs
    lines: list[Line] = []
    versions = []
    for key in asked.engine:
        if key == "mariadb" and not (programs() or os.environ.get("BENCH_MYSQL_URL")):
            sys.stderr.write("MariaDB's server is not installed (Debian: mariadb-server-core): left out.\n")
            continue
        with database(key) as bind:
            versions.append(f"{ENGINES[key]} {'.'.join(map(str, bind.dialect.server_version_info or ()))}")
            lines += measured(bind, ENGINES[key], asked)
    sys.stdout.write(table(lines))
    if asked.write:
        RESULTS.write_text(_page(lines, versions, asked), encoding="utf-8")
    return 0


def measured(bind: Engine, name: str, asked: argparse.Namespace) -> list[Line]:
    """Fill an empty, prepared database and measure on it; each line is shown when it is there."""
    size = size_of(asked.scale) if set(asked.only) - WITHOUT_A_LOG else Size(0, 0, 0)
    _say(f"{name}: writing {size.sets:,} sets …")
    crowd = fill(bind, size) if size.sets else Crowd((), 0, size)
    parts = {
        "rebuild": lambda: rebuilds.measure(bind, name, crowd, asked.runs, asked.full),
        "refresh": lambda: refreshes.measure(bind, name, crowd, asked.samples),
        "dashboards": lambda: dashboards.measure(bind, name, crowd, max(2, asked.samples // 4)),
        "import": lambda: imports.measure(bind, name, asked.runs),
        "targets": lambda: write_backs.measure(bind, name, max(2, asked.samples // 4)),
        "pages": lambda: chain(*(part.measure(bind, name, crowd, max(2, asked.samples // 4)) for part in PAGES)),
    }
    lines = []
    for part in asked.only:
        for line in parts[part]():
            _say(table([line]).splitlines()[-1])
            lines.append(line)
    return lines


@contextmanager
def database(key: str) -> Iterator[Engine]:
    """An empty, prepared database on a disk: a SQLite file, or a private and durable MariaDB server."""
    (HERE.parent / "var").mkdir(exist_ok=True)
    made = tempfile.TemporaryDirectory(prefix="bench-", dir=HERE.parent / "var")
    with made as folder, _address(key, Path(folder)) as url:
        bind = make_engine(url)
        prepare(bind)
        load_shared_rows(bind)
        with bind.connect() as connection:  # only now the server's version is known
            connection.exec_driver_sql("SELECT 1")
        yield bind
        bind.dispose()


@contextmanager
def _address(key: str, folder: Path) -> Iterator[str]:
    if key == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
    elif os.environ.get("BENCH_MYSQL_URL"):
        yield os.environ["BENCH_MYSQL_URL"]
    else:
        with private_server(folder / "mariadb", durable=True) as url:
            yield _created(url)


def _created(url: str) -> str:
    server = make_url(url)
    login = {"host": server.host, "port": server.port, "user": server.username, "password": server.password}
    with pymysql.connect(**login) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE bench CHARACTER SET utf8mb4")
    return server.set(database="bench").render_as_string(hide_password=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 1.1 million sets; 0.1 a quick look")
    parser.add_argument("--runs", type=int, default=3, help="runs of a rebuild")
    parser.add_argument("--samples", type=int, default=200, help="logged sets that a refresh is measured after")
    parser.add_argument("--full", action="store_true", help="the older rebuilds over everybody, not over 20 lifters")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    return parser


def _page(lines: Sequence[Line], versions: Sequence[str], asked: argparse.Namespace) -> str:
    return (
        "# Results\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, `python -m benchmarks --scale {asked.scale:g}`: "
        f"{size_of(asked.scale).sets:,} sets. {', '.join(versions)}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores. What each line means: README.md.\n\n{table(lines)}"
    )


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    sys.exit(main())
