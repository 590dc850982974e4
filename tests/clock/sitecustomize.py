"""With this folder on PYTHONPATH a Python is at another time: by as many seconds as the file CLOCK_FILE says."""

import os
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK = Path(os.environ["CLOCK_FILE"])
LOOKS_EVERY_S = 0.1


def _travel() -> None:
    import time_machine

    shift_s = float(CLOCK.read_text())
    traveller = time_machine.travel(datetime.now(UTC) + timedelta(seconds=shift_s), tick=True).start()
    time.time()  # time passes from the first look at it, which may come many seconds later
    threading.Thread(target=_keep_up, args=(traveller.shift, shift_s), daemon=True).start()


def _keep_up(move_by, shift_s: float) -> None:  # type: ignore[no-untyped-def]
    with suppress(FileNotFoundError):  # the tests have ended
        while True:
            asked_s = float(CLOCK.read_text())
            move_by(asked_s - shift_s)
            shift_s = asked_s
            threading.Event().wait(LOOKS_EVERY_S)


with suppress(ModuleNotFoundError):  # a system's Python, such as one that .ci/find-python looks at
    _travel()
