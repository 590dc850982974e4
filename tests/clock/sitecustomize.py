"""With this folder on PYTHONPATH a Python is at another time: by as many seconds as the file CLOCK_FILE says."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

CLOCK = Path(os.environ["CLOCK_FILE"])
LOOKS_EVERY_S = 0.1


def _travel() -> None:
    shift_s = float(CLOCK.read_text())
    traveller = time_machine.travel(datetime.now(UTC) + timedelta(seconds=shift_s), tick=True).start()
    threading.Thread(target=_keep_up, args=(traveller, shift_s), daemon=True).start()


def _keep_up(traveller: time_machine.Traveller, shift_s: float) -> None:
    while True:
        asked_s = float(CLOCK.read_text())
        traveller.shift(asked_s - shift_s)
        shift_s = asked_s
        threading.Event().wait(LOOKS_EVERY_S)


_travel()
