"""Processes that log and that refresh: `python -m tests.etl_workers log|refresh URL USER WORKOUT ROUNDS SEED`."""

import random
import sys
import time

from sqlalchemy import Engine

from database.db_connector import make_engine
from database.ids import new_id
from services.etl_oltp_to_olap import refresh
from services.log.workout_log import apply
from tests.cast import log, operation

LIFTS = ("squat", "bench", "deadlift")
DAYS = ("2026-01-05", "2026-01-06", "2026-01-07")


def log_rounds(engine: Engine, user_id: int, workout_id: int, rounds: int, seed: int) -> None:
    """Log, amend, delete and move, a transaction each; every round adds one set that stays."""
    chance = random.Random(seed)
    for number in range(rounds):
        kept, passing = new_id(), new_id()
        text = f"{chance.choice(LIFTS)} {chance.randrange(60, 140)}x{chance.randrange(1, 9)}"
        for one in (
            log(workout_id, text, set_id=kept, position=float(number)),
            log(workout_id, text, set_id=passing, position=float(number)),
            operation("amend_set", set_id=kept, weight=str(chance.randrange(60, 160))),
            operation("delete_set", set_id=passing),
            operation("amend_workout", workout_id, performed_on=chance.choice(DAYS)),
        ):
            assert apply(engine, user_id, [one]).rejected == {}


def refresh_rounds(engine: Engine, user_id: int, rounds: int, seed: int) -> None:
    """Refresh again and again, with pauses of random length."""
    chance = random.Random(seed)
    for _ in range(rounds):
        refresh(engine, user_id)
        time.sleep(chance.random() / 50)


def main(verb: str, url: str, *numbers: str) -> None:
    """Do what the verb says."""
    engine = make_engine(url)
    user_id, workout_id, rounds, seed = map(int, numbers)
    if verb == "log":
        log_rounds(engine, user_id, workout_id, rounds, seed)
    else:
        refresh_rounds(engine, user_id, rounds, seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
