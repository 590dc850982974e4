"""Sample faults of one area and tell which of them the tests miss: `python -m tests.mutation services database`."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from tests.mutation.faults import Fault, faults
from tests.test_layers import ROOT, Source, import_graph, modules_of, sources

AREAS: Final = ("services", "database", "utils")
LEFT_OUT: Final = ("database/migrations/", "utils/components/")
NEAREST: Final = 12  # files of tests for one fault; further ones are hardly about the same code
PATIENCE_S: Final = 300  # a fault that makes the tests hang is noticed
MARKS: Final = "not browser and not mariadb"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sample: a line for each fault, then the share that was caught."""
    asked = _parser().parse_args(arguments)
    found = sources()
    chosen = sample(found, asked.areas or AREAS, asked.count, asked.seed)
    distances = test_distances(found)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, ThreadPoolExecutor(asked.jobs) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(asked.jobs):
            copies.put(_copy(Path(folder) / str(number)))
        if failing := _failing(Path(folder) / "0", chosen, distances):
            print(f"Without any fault this fails, so no result would count:\n{failing}")
            return 1
        verdicts = list(pool.map(lambda fault: _told(fault, _is_caught(fault, distances, copies)), chosen))
    print(f"{sum(verdicts)} of {len(verdicts)} caught")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("areas", nargs="*", help="folders to take faults from, such as services or utils/lifts")
    parser.add_argument("--count", type=int, default=20, help="how many faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    return parser


def sample(found: Sequence[Source], areas: Sequence[str], count: int, seed: int) -> list[Fault]:
    """Draw lines at random from all lines of the areas that a fault can be made in, and one fault of each."""
    lines: dict[tuple[str, int], list[Fault]] = {}
    for source in found:
        if source.path.startswith(tuple(f"{area}/" for area in areas)) and not source.path.startswith(LEFT_OUT):
            for fault in faults(source.path, source.text):
                lines.setdefault((fault.path, fault.line), []).append(fault)
    chance = random.Random(seed)
    return [chance.choice(lines[line]) for line in chance.sample(sorted(lines), min(count, len(lines)))]


def test_distances(found: Sequence[Source]) -> Mapping[str, Mapping[str, int]]:
    """For each path, the files of tests that reach it and over how many imports; a page is reached by its name."""
    modules = modules_of(list(found))
    graph = import_graph(modules)
    pages = {name: source for name, source in modules.items() if source.room == "pages"}
    reached: dict[str, dict[str, int]] = {}
    for name, source in modules.items():
        if name.rpartition(".")[2].startswith("test_") and not name.endswith("_browser"):
            mentioned = {page for page, of_page in pages.items() if Path(of_page.path).stem in source.text}
            for module, distance in _distances(graph | {name: graph[name] | mentioned}, name).items():
                reached.setdefault(modules[module].path, {})[source.path] = distance
    return reached


def _distances(graph: Mapping[str, set[str]], start: str) -> dict[str, int]:
    distances, edge = {start: 0}, [start]
    while edge:
        edge = [module for module in {near for name in edge for near in graph[name]} if module not in distances]
        distances |= dict.fromkeys(edge, max(distances.values()) + 1)
    return distances


def _nearest(fault: Fault, distances: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The nearest files of tests; those in the folder of the same name first."""
    package = fault.path.split("/")[-2]
    reached = distances.get(fault.path, {})
    return sorted(reached, key=lambda path: (f"tests/{package}/" not in path, reached[path], path))[:NEAREST]


def _is_caught(fault: Fault, distances: Mapping[str, Mapping[str, int]], copies: "SimpleQueue[Path]") -> bool:
    tests = _nearest(fault, distances)
    if not tests:
        return False
    copy = copies.get()
    original = (copy / fault.path).read_text(encoding="utf-8")
    (copy / fault.path).write_text(fault.applied(original), encoding="utf-8")
    try:
        return _fails(copy, tests)
    finally:
        (copy / fault.path).write_text(original, encoding="utf-8")
        copies.put(copy)


def _failing(copy: Path, chosen: Sequence[Fault], distances: Mapping[str, Mapping[str, int]]) -> str:
    """What fails of all these tests without a fault."""
    tests = sorted({path for fault in chosen for path in _nearest(fault, distances)})
    run = _run(copy, ["--numprocesses", "2", "--dist", "loadfile", *tests], None)
    return "" if run.returncode == 0 else run.stdout[-2000:]


def _fails(copy: Path, tests: Sequence[str]) -> bool:
    try:
        return _run(copy, ["-x", *tests], PATIENCE_S).returncode == 1
    except subprocess.TimeoutExpired:
        return True


def _run(copy: Path, arguments: Sequence[str], timeout_s: float | None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-m", MARKS, "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, timeout=timeout_s, check=False
    )


def _copy(folder: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for path in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    return folder


def _told(fault: Fault, is_caught: bool) -> bool:
    line = (ROOT / fault.path).read_text(encoding="utf-8").splitlines()[fault.line - 1].strip()
    print(f"{'caught' if is_caught else 'MISSED'}  {fault.path}:{fault.line}  {line}  ->  {fault.text}", flush=True)
    return is_caught


if __name__ == "__main__":
    sys.exit(main())
