"""What a column of a hand-kept table may stand for, and the words by which four languages head it."""

import re
import unicodedata
from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

# Each role a column may have, and what the lifter reads when choosing it.
ROLES: Final[abc.Mapping[str, str]] = {
    "": "Leave out",
    "date": "Date",
    "time": "Time of day",
    "title": "Workout",
    "exercise": "Exercise",
    "weight": "Weight",
    "unit": "Unit of the weight",
    "reps": "Reps",
    "sets": "Number of sets",
    "sets_text": "Sets × reps, as 5x5 @ 100",
    "load_text": "Weight × reps, as 100x5",
    "rir": "RIR",
    "rpe": "RPE",
    "seconds": "Duration",
    "distance": "Distance",
    "note": "Note",
    "body": "Body weight",
    "measure": "What was measured",
}
# Folded headings: English, German, French, Spanish. A heading may also hold one of them among other words.
WORDS: Final[abc.Mapping[str, tuple[str, ...]]] = {
    "date": (
        "date", "day", "when", "performed", "datum", "tag", "trainingstag", "jour", "fecha", "dia",
    ),
    "time": (
        "time", "start", "start time", "started", "time of day", "uhrzeit", "zeit", "beginn", "startzeit",
        "heure", "debut", "temps", "hora", "inicio", "tiempo",
    ),
    "title": (
        "workout", "workout name", "workout title", "title", "session", "training", "routine", "program", "programme",
        "split", "day", "einheit", "trainingseinheit", "programm", "plan", "tag", "seance", "entrainement", "programme",
        "jour", "sesion", "entrenamiento", "rutina", "programa", "dia",
    ),
    "exercise": (
        "exercise", "exercise name", "exercises", "lift", "movement", "name", "ubung", "name der ubung", "ubungen",
        "bewegung", "exercice", "exercices", "mouvement", "nom", "nom de l exercice", "ejercicio", "ejercicios",
        "movimiento", "nombre",
    ),
    "weight": (
        "weight", "load", "kg", "kgs", "kilo", "kilos", "lb", "lbs", "pounds", "value", "gewicht", "last", "belastung",
        "pfund", "wert", "poids", "charge", "livres", "valeur", "peso", "carga", "libras", "valor",
    ),
    "unit": ("unit", "units", "weight unit", "einheit", "gewichtseinheit", "unite", "unidad"),
    "reps": (
        "reps", "rep", "repetitions", "repetition", "reps done", "wdh", "wdhl", "wdhs", "wiederh", "wiederholungen",
        "wiederholung", "repetitionen", "repeticiones", "repeticion", "repes",
    ),
    "sets": (
        "sets", "set", "number of sets", "no of sets", "satze", "saetze", "satz", "anzahl satze", "series", "serie",
        "nombre de series", "numero de series",
    ),
    "rir": ("rir", "reps in reserve", "in reserve", "reserve", "reserva", "wdh in reserve"),
    "rpe": ("rpe", "perceived exertion", "effort", "anstrengung", "esfuerzo"),
    "seconds": (
        "seconds", "secs", "sec", "duration", "hold", "time", "minutes", "min", "sekunden", "sek", "dauer", "haltezeit",
        "zeit", "minuten", "secondes", "duree", "temps", "segundos", "duracion", "tiempo", "minutos",
    ),
    "distance": (
        "distance", "km", "miles", "mi", "meters", "metres", "distanz", "strecke", "entfernung", "kilometer", "meter",
        "distancia", "kilometros", "metros",
    ),
    "note": (
        "note", "notes", "comment", "comments", "remarks", "feeling", "notiz", "notizen", "bemerkung", "bemerkungen",
        "kommentar", "anmerkung", "anmerkungen", "remarque", "remarques", "commentaire", "commentaires", "nota",
        "notas", "comentario", "comentarios", "observaciones",
    ),
    "body": (
        "body weight", "bodyweight", "bw", "korpergewicht", "koerpergewicht", "poids du corps", "poids de corps",
        "poids corporel", "peso corporal", "weigh in",
    ),
    "measure": (
        "measurement", "measurement type", "measure", "messung", "messwert", "type de mesure", "mesure", "medida",
        "medicion",
    ),
}  # fmt: skip
# Headings with one of these speak of something else, whatever other words they hold.
IGNORED: Final = re.compile(
    r"\b(rest|pause|repos|descanso|tempo|e?1 ?rm|one rep max|volume|volumen|tonnage|total|gesamt|pr|goal|target|ziel|"
    r"muscles?|muskel\w*|muskulatur|muscular|category|kategorie|categorie|categoria|equipment|"
    r"set (no|nr|number|order)|satz ?(nr|nummer)|order|reihenfolge|fat|kfa|bmi|year|month|week|jahr|monat|woche)\b"
)
# One set per column, side by side: "Set 1", "Set 2 (kg)", "Satz 3 Wdh".
NUMBERED: Final = re.compile(r"(?:set|satz|serie) ?\d{1,2}(?: (?P<what>\w+))?")
UNIT_WORDS: Final[abc.Mapping[str, abc.Mapping[str, str]]] = {
    "weight": {
        "kg": "kg", "kgs": "kg", "kilo": "kg", "kilos": "kg", "kilograms": "kg",
        "lb": "lb", "lbs": "lb", "pounds": "lb", "livres": "lb", "libras": "lb",
    },
    "distance": {
        "km": "km", "kilometer": "km", "kilometros": "km", "mi": "mi", "miles": "mi", "m": "m", "meter": "m",
        "meters": "m", "metres": "m", "metros": "m", "ft": "ft", "yd": "yd",
    },
    "seconds": {"min": "min", "mins": "min", "minutes": "min", "minuten": "min", "minutos": "min"},
}  # fmt: skip
EXACT, CONTAINED = 3.0, 2.0
COUNTED: Final = frozenset(("reps", "sets_text", "load_text", "seconds", "distance"))  # one of them makes a set
SHARED: Final = frozenset(("sets_text", "load_text", "note"))  # several columns may have these
WEIGHED: Final = frozenset(("weight", "body"))


@dataclass(frozen=True)
class Mapping:
    """What each column of a table stands for, a key of ROLES, and how its dates are written."""

    roles: tuple[str, ...]
    month_first: bool | None = None  # None: as the dates themselves tell, else the day first

    @property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The columns of each role: one, or those that stand side by side for one set each."""
        return {
            role: tuple(p for p, column_role in enumerate(self.roles) if column_role == role)
            for role in self.roles
            if role
        }

    @property
    def is_of_body_weights(self) -> bool:
        """Whether the table tells body weights and no sets."""
        roles = self.places.keys()
        return "exercise" not in roles and not roles & COUNTED and bool(roles & WEIGHED)

    @property
    def missing(self) -> str | None:
        """What no column stands for yet, as a sentence; None if the table can be read."""
        roles = self.places.keys()
        if "date" not in roles:
            return "No column is the date yet."
        if self.is_of_body_weights:
            return None
        if "exercise" not in roles:
            return "No column is the exercise yet, or the body weight."
        return None if roles & COUNTED else "No column says how many reps, how long or how far yet."

    def with_role(self, place: int, role: str) -> "Mapping":
        """The same with another role for a column; another that had it is left out, unless both may have it."""
        others = ("" if role == column_role and role not in SHARED else column_role for column_role in self.roles)
        return replace(self, roles=tuple(role if at == place else column_role for at, column_role in enumerate(others)))

    def as_json(self) -> dict[str, Any]:
        """What is remembered of it."""
        return {"roles": list(self.roles), "month_first": self.month_first}

    @classmethod
    def from_json(cls, stored: abc.Mapping[str, Any], width: int) -> "Mapping | None":
        """What was remembered; None if it does not fit a table of so many columns, or speaks of unknown roles."""
        roles: Sequence[str] = stored.get("roles", ())
        fits = len(roles) == width and all(role in ROLES for role in roles)
        return cls(tuple(roles), stored.get("month_first")) if fits else None


@lru_cache(maxsize=1024)
def folded_heading(text: str) -> str:
    """A heading as words are compared: without accents, case and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def heading_score(heading: str, role: str) -> float:
    """How surely a heading names a role: 3 if it is the very word, 2 if it holds it, 0 if it does not."""
    folded = folded_heading(heading)
    if not folded or IGNORED.search(folded):
        return 0.0
    if numbered := NUMBERED.fullmatch(folded):
        return EXACT if (numbered["what"] or "reps") in WORDS.get(role, ()) else 0.0
    without_unit = " ".join(word for word in folded.split() if word not in UNIT_WORDS.get(role, {}))
    if folded in WORDS.get(role, ()) or without_unit in WORDS.get(role, ()):
        return EXACT
    held = any(f" {word} " in f" {folded} " for word in WORDS.get(role, ()))
    return CONTAINED if held else 0.0


def is_one_of_many(heading: str) -> bool:
    """Whether a heading numbers its column: one of several for the sets of a row."""
    return bool(NUMBERED.fullmatch(folded_heading(heading)))


def is_ignored(heading: str) -> bool:
    """Whether a heading speaks of something that a set does not have, such as the rest or a volume."""
    return bool(IGNORED.search(folded_heading(heading)))


def heading_unit(heading: str, role: str) -> str | None:
    """The unit that a heading names for its column: kg, lb; m, km, mi …; min where a duration is not in seconds."""
    words = folded_heading(heading).split()
    return next((UNIT_WORDS[role][word] for word in words if word in UNIT_WORDS.get(role, {})), None)


def is_known(heading: str) -> bool:
    """Whether a heading is, or holds, a word that heads some column."""
    return is_ignored(heading) or any(heading_score(heading, role) for role in WORDS)
