"""A private MariaDB server: own folder, socket and port, from the system's packages; it ends with whoever wanted it.

A test run shares one, kept by a process of its own: `python -m tests.mariadb_server FOLDER OWNER_PID`. Its address
appears in FOLDER/server.json; SIGTERM, the owner's end or the server's own ends it and removes the announcement.
"""

import ctypes
import fcntl
import getpass
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pymysql

ROOT = Path(__file__).resolve().parent.parent
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/usr/libexec"])
START_WITHIN_S = 60
PR_SET_PDEATHSIG = 1
INSTALL_OPTIONS = ("--skip-test-db", "--auth-root-authentication-method=socket", "--innodb-log-file-size=64M")
SERVER_OPTIONS = (
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--skip-log-bin",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_general_ci",  # Debian's: nothing of ours may rely on it
    "--default-time-zone=+05:30",  # nor on a server that happens to live in UTC
    "--innodb-buffer-pool-size=256M",
    "--innodb-log-file-size=64M",
    "--performance-schema=OFF",
    "--max-connections=300",
    "--socket=socket",  # relative to the data folder: in full it may be too long for a socket
    "--pid-file=pid",
)
FAST = ("--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0")
DURABLE = ("--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1")


class ServerError(Exception):
    """MariaDB's server did not start."""


def programs() -> tuple[str, str] | None:
    """The installer of a data folder and the server, or None where one is missing."""
    install = _first_of("mariadb-install-db", "mysql_install_db")
    server = _first_of("mariadbd", "mysqld")
    return (install, server) if install and server else None


@contextmanager
def private_server(folder: Path, durable: bool = False) -> Iterator[str]:
    """Run a server in this folder; its address, `mysql+pymysql://tonnage:…@127.0.0.1:port`, without a database."""
    found = programs()
    if not found:
        raise ServerError("MariaDB's server is not installed (Debian: mariadb-server-core).")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _install(found[0], folder)
    port, password = free_port(), secrets.token_hex(12)
    process = _launch(found[1], folder, [f"--port={port}", *(DURABLE if durable else FAST)], password)
    try:
        wait_until(lambda: _answers(port, password, process), "MariaDB's server", folder / "mariadbd.log")
        yield f"mysql+pymysql://tonnage:{password}@127.0.0.1:{port}"
    finally:
        end(process)
        shutil.rmtree(folder / "data", ignore_errors=True)


def shared_server(folder: Path, owner: int) -> str:
    """The address of the one server of a test run: the first who asks starts it, and it ends with the owner."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    announced = folder / "server.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not announced.exists():
            _start_keeper(folder, owner)
            wait_until(announced.exists, "The private MariaDB server", folder / "keeper.log")
        return str(json.loads(announced.read_text())["url"])


def stop_shared_server(folder: Path) -> None:
    """End the server of this test run, if it had one, and wait for its end."""
    announced = folder / "server.json"
    if announced.exists():
        with suppress(ProcessLookupError):
            os.kill(int(json.loads(announced.read_text())["keeper"]), signal.SIGTERM)
        wait_until(lambda: not announced.exists(), "The end of the private MariaDB server", folder / "keeper.log")


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """Run in a child before its program starts: no orphan outlives a killed test run (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and make sure of it."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    process.kill()
    process.wait()


def wait_until(is_so: Callable[[], bool], what: str, log: Path) -> None:
    """Wait for something to start or end; ServerError with the end of its log when it does not."""
    deadline = time.monotonic() + START_WITHIN_S
    while not is_so():
        if time.monotonic() > deadline:
            raise ServerError(f"{what} did not come within {START_WITHIN_S} s: {end_of(log)}")
        time.sleep(0.05)


def end_of(log: Path, characters: int = 3000) -> str:
    """The last lines of a log file, or nothing where there is none."""
    return log.read_text(errors="replace")[-characters:] if log.exists() else ""


def _first_of(*names: str) -> str | None:
    return next(filter(None, (shutil.which(name, path=SEARCH_PATH) for name in names)), None)


def _options(folder: Path) -> list[str]:
    as_root = ["--user=root"] if os.getuid() == 0 else []
    return ["--no-defaults", f"--datadir={folder / 'data'}", *as_root]


def _install(program: str, folder: Path) -> None:
    command = [program, *_options(folder), *INSTALL_OPTIONS, f"--auth-root-socket-user={getpass.getuser()}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerError(f"{program} failed: {done.stdout}{done.stderr}")


def _launch(program: str, folder: Path, options: list[str], password: str) -> subprocess.Popen[bytes]:
    setup = folder / "setup.sql"
    setup.write_text(
        f"CREATE USER tonnage@'127.0.0.1' IDENTIFIED BY '{password}';\n"
        "GRANT ALL PRIVILEGES ON *.* TO tonnage@'127.0.0.1';\n"
    )
    command = [program, *_options(folder), *SERVER_OPTIONS, *options, f"--init-file={setup}"]
    with (folder / "mariadbd.log").open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)


def _answers(port: int, password: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise ServerError(f"MariaDB's server ended at once, with {process.returncode}; see its mariadbd.log.")
    with suppress(pymysql.err.OperationalError):
        pymysql.connect(host="127.0.0.1", port=port, user="tonnage", password=password).close()
        return True
    return False


def _start_keeper(folder: Path, owner: int) -> None:
    with (folder / "keeper.log").open("wb") as log:
        subprocess.Popen(
            [sys.executable, "-m", "tests.mariadb_server", str(folder), str(owner)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a Ctrl-C is for the tests; they then end the server in order
        )


def _keep(folder: Path, owner: int) -> None:
    announced = folder / "server.json"
    try:
        with private_server(folder) as url:
            draft = folder / "server.json.new"
            draft.write_text(json.dumps({"url": url, "keeper": os.getpid()}))
            draft.rename(announced)
            while _is_alive(owner):
                time.sleep(0.5)
    finally:
        announced.unlink(missing_ok=True)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
