"""Run shell commands: exit codes, messages and a progress bar."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import NoReturn

import typer
from sqlalchemy import Engine

DONE, REFUSED, USAGE, NO_DATABASE = range(4)

Command = Callable[..., int]
Progress = Callable[[float, float], None]


def run(
    commands: Command | Mapping[str, Command], module: str, arguments: Sequence[str] | None, purpose: str | None = None
) -> int:
    """Run a command, or the one of several that the first argument names, and return its exit code.

    None as `arguments` stands for those of the process. A call that typer refuses is explained on stderr: USAGE.
    """
    # Plain texts: they are read in logs and pipes too, and rich is loaded only where a bar is drawn.
    app = typer.Typer(help=purpose, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    for name, command in commands.items() if isinstance(commands, Mapping) else [(None, commands)]:
        app.command(name)(_exiting(command))
    try:
        app(None if arguments is None else list(arguments), prog_name=f"python -m {module}")
    except SystemExit as end:
        return int(end.code or DONE)
    return DONE


def say(status: int, sentence: str) -> int:
    """Write a sentence to stderr and return the exit code."""
    sys.stderr.write(f"{sentence}\n")
    return status


def no_database(bind: Engine, error: Exception) -> int:
    """Report that the database does not answer, without its password."""
    return say(NO_DATABASE, f"No database at {bind.url.render_as_string()}: {getattr(error, 'orig', error)}")


@contextmanager
def progress_bar(text: str) -> Iterator[Progress]:
    """Yield a function of (done, total) that draws a bar on stderr; outside a terminal only the last bar appears.

    `text` stands behind the bar and may name fields of rich's task: "{task.completed:.0f} of {task.total:.0f}".
    """
    from rich.console import Console  # loading it takes longer than many a command
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(BarColumn(), TextColumn(text), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def _exiting(command: Command) -> Callable[..., NoReturn]:
    """Pass a command's result to typer, which would exit with 0 otherwise."""

    @wraps(command)
    def exiting(*arguments: object, **named: object) -> NoReturn:
        raise typer.Exit(command(*arguments, **named))

    return exiting
