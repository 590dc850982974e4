"""What the shipped catalogue must hold: names that lifters use, reviewed muscles, routines that can be copied."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from database.oltp_tables import EQUIPMENT, LOAD_TYPES, PATTERNS, SET_TYPES
from services.catalogue import fold_name
from services.muscles import MUSCLES

pytestmark = pytest.mark.smoke

DATA = Path(__file__).resolve().parents[2] / "data"
WITH_BODY_WEIGHT = {"bodyweight", "weighted_bodyweight", "assisted"}

HEVY = """
Bench Press (Barbell) · Bench Press (Dumbbell) · Bench Press (Smith Machine) · Bench Press (Cable) ·
Bench Press - Wide Grip (Barbell) · Incline Bench Press (Barbell) · Incline Bench Press (Dumbbell) ·
Incline Bench Press (Smith Machine) · Decline Bench Press (Barbell) · Decline Bench Press (Dumbbell) ·
Floor Press (Barbell) · Floor Press (Dumbbell) · Chest Press (Machine) · Incline Chest Press (Machine) ·
Iso-Lateral Chest Press (Machine) · Chest Fly (Dumbbell) · Incline Chest Fly (Dumbbell) · Chest Fly (Machine) ·
Butterfly (Pec Deck) · Cable Fly Crossovers · Low Cable Fly Crossovers · Seated Chest Flys (Cable) · Push Up ·
Push Up (Weighted) · Incline Push Ups · Decline Push Up · Chest Dip · Chest Dip (Weighted) · Chest Dip (Assisted) ·
Ring Dips · Overhead Press (Barbell) · Overhead Press (Dumbbell) · Overhead Press (Smith Machine) ·
Seated Overhead Press (Barbell) · Seated Overhead Press (Dumbbell) · Standing Military Press (Barbell) ·
Shoulder Press (Dumbbell) · Seated Shoulder Press (Machine) · Shoulder Press (Machine Plates) ·
Arnold Press (Dumbbell) · Push Press · Handstand Push Up · Pike Pushup · Lateral Raise (Dumbbell) ·
Lateral Raise (Cable) · Lateral Raise (Machine) · Seated Lateral Raise (Dumbbell) · Front Raise (Dumbbell) ·
Front Raise (Cable) · Front Raise (Barbell) · Rear Delt Reverse Fly (Dumbbell) · Rear Delt Reverse Fly (Cable) ·
Rear Delt Reverse Fly (Machine) · Face Pull · Upright Row (Barbell) · Upright Row (Cable) · Band Pullaparts ·
Shrug (Barbell) · Shrug (Dumbbell) · Shrug (Machine) · Pull Up · Pull Up (Weighted) · Pull Up (Assisted) ·
Wide Pull Up · Chin Up · Chin Up (Weighted) · Chin Up (Assisted) · Lat Pulldown (Cable) · Lat Pulldown (Machine) ·
Lat Pulldown - Close Grip (Cable) · Reverse Grip Lat Pulldown (Cable) · Straight Arm Lat Pulldown (Cable) ·
Pullover (Dumbbell) · Dumbbell Row · Iso-Lateral High Row (Machine) · Bent Over Row (Barbell) ·
Bent Over Row (Dumbbell) · Pendlay Row (Barbell) · Chest Supported Incline Row (Dumbbell) ·
Seated Cable Row - V Grip (Cable) · Seated Cable Row - Bar Grip · Seated Row (Machine) · Iso-Lateral Row (Machine) ·
T Bar Row · Inverted Row · Landmine Row · Meadows Rows (Barbell) · Rack Pull · Back Extension (Hyperextension) ·
Back Extension (Weighted Hyperextension) · Squat (Barbell) · Squat (Smith Machine) · Squat (Bodyweight) · Front Squat
· Pause Squat (Barbell) · Box Squat (Barbell) · Zercher Squat · Goblet Squat · Belt Squat (Machine) ·
Pendulum Squat (Machine) · Hack Squat (Machine) · Hack Squat · Leg Press (Machine) · Leg Press Horizontal (Machine) ·
Single Leg Press (Machine) · Leg Extension (Machine) · Bulgarian Split Squat · Split Squat (Dumbbell) ·
Lunge (Dumbbell) · Lunge (Barbell) · Walking Lunge (Dumbbell) · Reverse Lunge (Dumbbell) · Step Up · Pistol Squat ·
Romanian Deadlift (Barbell) · Romanian Deadlift (Dumbbell) · Single Leg Romanian Deadlift (Dumbbell) ·
Straight Leg Deadlift · Good Morning (Barbell) · Lying Leg Curl (Machine) · Seated Leg Curl (Machine) ·
Nordic Hamstrings Curls · Glute Ham Raise · Deadlift (Barbell) · Deadlift (Trap bar) · Sumo Deadlift ·
Reverse Hyperextension · Hip Thrust (Barbell) · Hip Thrust (Machine) · Glute Bridge · Cable Pull Through ·
Standing Cable Glute Kickbacks · Hip Abduction (Machine) · Hip Adduction (Machine) · Standing Calf Raise (Machine) ·
Standing Calf Raise (Barbell) · Standing Calf Raise (Smith) · Seated Calf Raise · Calf Press (Machine) ·
Bicep Curl (Barbell) · Bicep Curl (Dumbbell) · Bicep Curl (Cable) · EZ Bar Biceps Curl · Hammer Curl (Dumbbell) ·
Hammer Curl (Cable) · Preacher Curl (Barbell) · Preacher Curl (Machine) · Seated Incline Curl (Dumbbell) ·
Concentration Curl · Spider Curl (Dumbbell) · Reverse Curl (Barbell) · Bench Press - Close Grip (Barbell) ·
Diamond Push Up · Triceps Pushdown · Triceps Rope Pushdown · Triceps Pressdown · Overhead Triceps Extension (Cable) ·
Triceps Extension (Dumbbell) · Triceps Extension (Barbell) · Skullcrusher (Barbell) · Skullcrusher (Dumbbell) ·
Triceps Kickback (Dumbbell) · Triceps Dip · Triceps Dip (Weighted) · Triceps Dip (Assisted) · Bench Dip ·
Seated Palms Up Wrist Curl · Crunch · Cable Crunch · Crunch (Machine) · Hanging Leg Raise · Hanging Knee Raise ·
Knee Raise Parallel Bars · Lying Leg Raise · Sit Up · Russian Twist (Weighted) · Ab Wheel · Plank · Side Plank ·
Dead Bug · Muscle Up · Overhead Squat · Kettlebell Swing · Farmers Walk · Sled Push · Clean · Power Clean · Hang Clean
· Clean and Jerk · Snatch · Thruster (Barbell) · Rowing Machine · Treadmill · Cycling · Elliptical Trainer
"""

STRONG = """
Triceps Pushdown (Cable - Straight Bar) > triceps-pushdown-cable · Seated Row (Cable) > seated-row-cable ·
Face Pull (Cable) > face-pull-cable · Reverse Fly (Dumbbell) > reverse-fly-dumbbell ·
Reverse Fly (Machine) > reverse-fly-machine · Leg Press > leg-press-machine · Hack Squat > hack-squat-machine ·
Front Squat (Barbell) > front-squat-barbell · Goblet Squat (Kettlebell) > goblet-squat-kettlebell ·
Stiff Leg Deadlift (Barbell) > stiff-leg-deadlift-barbell · Sumo Deadlift (Barbell) > sumo-deadlift-barbell ·
Seated Calf Raise (Machine) > seated-calf-raise-machine · Seated Calf Raise (Plate Loaded) > seated-calf-raise-machine
· Seated Calf Raise (Smith Machine) > seated-calf-raise-smith-machine · Pec Deck (Machine) > butterfly-pec-deck ·
Cable Crossover > cable-crossover · Incline Row (Dumbbell) > incline-row-dumbbell ·
Hip Abductor (Machine) > hip-abduction-machine · Hip Adductor (Machine) > hip-adduction-machine ·
Close Grip Bench Press (Barbell) > bench-press-close-grip-barbell ·
Strict Military Press (Barbell) > overhead-press-barbell · Bicep Curl (Barbell) > bicep-curl-barbell ·
Running (Treadmill) > treadmill-running · Rowing (Machine) > rowing-machine · Dragon Flags > dragon-flag
"""

WORDS = """
ohp > overhead-press-barbell · RDL > romanian-deadlift-barbell · sldl > stiff-leg-deadlift-barbell ·
DB bench > bench-press-dumbbell · bb row > bent-over-row-barbell · skull crusher > skullcrusher-barbell ·
pec deck > butterfly-pec-deck · hyperextension > back-extension · press-up > push-up · Squat > squat-barbell ·
Bench > bench-press-barbell · Deadlift > deadlift-barbell · lat pull-down > lat-pulldown-cable · chin-up > chin-up ·
Flat Barbell Bench Press > bench-press-barbell · Parallel Bar Triceps Dip > triceps-dip ·
EZ-Bar Skullcrusher > skullcrusher-ez-bar
"""

REVIEWED = """
bench-press-barbell: chest / front_delts triceps · bench-press-close-grip-barbell: triceps / chest front_delts ·
incline-bench-press-dumbbell: chest / front_delts triceps · push-up: chest / front_delts triceps ·
chest-dip: chest / front_delts triceps · triceps-dip: triceps / chest front_delts · butterfly-pec-deck: chest ·
overhead-press-barbell: front_delts / side_delts triceps · arnold-press-dumbbell: front_delts / side_delts triceps ·
lateral-raise-dumbbell: side_delts · front-raise-dumbbell: front_delts ·
reverse-fly-dumbbell: rear_delts / middle_back · face-pull-cable: rear_delts / middle_back traps ·
upright-row-barbell: side_delts / traps · shrug-barbell: traps · pull-up: lats / biceps middle_back ·
lat-pulldown-cable: lats / biceps middle_back · bent-over-row-barbell: lats middle_back / biceps rear_delts ·
one-arm-row-dumbbell: lats middle_back / biceps rear_delts · straight-arm-lat-pulldown-cable: lats ·
back-extension: lower_back / glutes hamstrings · deadlift-barbell: glutes hamstrings / lower_back quadriceps ·
sumo-deadlift-barbell: glutes quadriceps / adductors hamstrings lower_back ·
romanian-deadlift-barbell: glutes hamstrings / lower_back · good-morning-barbell: hamstrings lower_back / glutes ·
hip-thrust-barbell: glutes / hamstrings · squat-barbell: quadriceps / adductors glutes ·
front-squat-barbell: quadriceps / glutes · leg-press-machine: quadriceps / adductors glutes ·
bulgarian-split-squat-dumbbell: glutes quadriceps / adductors · leg-extension-machine: quadriceps ·
lying-leg-curl-machine: hamstrings · hip-abduction-machine: abductors / glutes · standing-calf-raise-machine: calves ·
bicep-curl-barbell: biceps · hammer-curl-dumbbell: biceps / forearms · reverse-curl-barbell: forearms / biceps ·
triceps-pushdown-cable: triceps · cable-crunch: abdominals · farmers-walk: forearms traps ·
power-clean: glutes / hamstrings quadriceps traps
"""

LOADED = """
bench-press-dumbbell external - 2 0 · one-arm-row-dumbbell external - 1 1 · goblet-squat-dumbbell external - 1 0 ·
pullover-dumbbell external - 1 0 · lunge-dumbbell external - 2 1 · bulgarian-split-squat-barbell external - 1 1 ·
single-leg-press-machine external - 1 1 · cable-crossover external - 1 0 · bicep-curl-dumbbell external - 2 0 ·
pull-up bodyweight 1.0 1 0 · pull-up-weighted weighted_bodyweight 1.0 1 0 · pull-up-assisted assisted 1.0 1 0 ·
push-up bodyweight 0.64 1 0 · knee-push-up bodyweight 0.49 1 0 · incline-push-up bodyweight 0.55 1 0 ·
decline-push-up bodyweight 0.7 1 0 · squat-bodyweight bodyweight 0 1 0 · pistol-squat bodyweight 0 1 1 ·
plank duration - 1 0 · suitcase-carry carry - 1 1 · farmers-walk carry - 2 0 · sled-push carry - 1 0 ·
running distance - 1 0
"""


def items(text: str) -> list[str]:
    return [item.strip() for item in text.split("·")]


def pairs(text: str, separator: str) -> dict[str, str]:
    return dict(item.split(separator) for item in items(text))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EXERCISES = rows("exercises.csv")
ALIASES = rows("exercise_aliases.csv")
ROUTINES = rows("routines.csv")
BY_SLUG = {row["slug"]: row for row in EXERCISES}


def credits_by_slug() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("exercise_muscles.csv"):
        assert row["muscle"] not in found[row["slug"]], row
        found[row["slug"]][row["muscle"]] = row["credit"]
    return found


CREDITS = credits_by_slug()


def slugs_of(name: str) -> set[str]:
    key = fold_name(name)
    named = {row["slug"] for row in EXERCISES if fold_name(row["name"]) == key}
    return named | {row["slug"] for row in ALIASES if fold_name(row["alias"]) == key}


def test_there_are_at_least_250_exercises_with_ids_from_1_without_gaps():
    assert len(EXERCISES) >= 250
    assert [int(row["exercise_id"]) for row in EXERCISES] == list(range(1, len(EXERCISES) + 1))


def test_slugs_and_folded_names_are_unique():
    assert len(BY_SLUG) == len(EXERCISES)
    assert len({fold_name(row["name"]) for row in EXERCISES}) == len(EXERCISES)


def keeps_to_the_lists(row: dict[str, str]) -> bool:
    has_fraction = bool(row["bodyweight_fraction"])
    return (
        row["equipment"] in EQUIPMENT
        and row["pattern"] in PATTERNS
        and row["load_type"] in LOAD_TYPES
        and row["implements"] in {"1", "2"}
        and row["per_side"] in {"0", "1"}
        and has_fraction == (row["load_type"] in WITH_BODY_WEIGHT)
        and 0 <= float(row["bodyweight_fraction"] or 0) <= 1
    )


def test_every_exercise_keeps_to_the_closed_lists():
    assert [row["slug"] for row in EXERCISES if not keeps_to_the_lists(row)] == []


@pytest.mark.parametrize("item", items(LOADED))
def test_the_load_of_reviewed_exercises_is_counted_as_lifters_log_it(item):
    slug, load_type, fraction, implements, per_side = item.split()
    row = BY_SLUG[slug]
    assert (row["load_type"], row["bodyweight_fraction"] or "-") == (load_type, fraction)
    assert (row["implements"], row["per_side"]) == (implements, per_side)


def test_every_exercise_but_cardio_has_a_prime_mover_and_at_most_six_muscles():
    wrong = [
        row["slug"]
        for row in EXERCISES
        if (row["pattern"] != "cardio") != ("1" in CREDITS[row["slug"]].values()) or len(CREDITS[row["slug"]]) > 6
    ]
    assert wrong == []


def test_muscles_and_credits_keep_to_the_closed_lists_and_every_muscle_is_trained_by_something():
    assert CREDITS.keys() <= BY_SLUG.keys()
    assert {credit for muscles in CREDITS.values() for credit in muscles.values()} == {"1", "0.5"}
    assert {muscle for muscles in CREDITS.values() for muscle in muscles} == set(MUSCLES)


@pytest.mark.parametrize(("slug", "expected"), pairs(REVIEWED, ": ").items(), ids=pairs(REVIEWED, ": "))
def test_reviewed_muscle_maps_stay_as_they_are(slug, expected):
    prime, _, synergists = expected.partition(" / ")
    assert CREDITS[slug] == dict.fromkeys(prime.split(), "1") | dict.fromkeys(synergists.split(), "0.5")


def test_all_195_names_of_hevy_lead_to_exactly_one_exercise():
    assert len(set(items(HEVY))) == 195
    assert [name for name in items(HEVY) if len(slugs_of(name)) != 1] == []


@pytest.mark.parametrize(("name", "slug"), pairs(STRONG + "·" + WORDS, " > ").items())
def test_the_spellings_of_strong_fitnotes_and_lifters_lead_to_their_exercise(name, slug):
    assert slugs_of(name) == {slug}


def test_an_alias_leads_to_one_exercise_and_is_nobodys_own_name():
    folded = Counter(fold_name(row["alias"]) for row in ALIASES)
    assert [alias for alias, count in folded.items() if count > 1] == []
    assert folded.keys().isdisjoint({fold_name(row["name"]) for row in EXERCISES})
    assert {row["slug"] for row in ALIASES} <= BY_SLUG.keys()
    assert {row["source"] for row in ALIASES} == {"hevy", "strong", "fitnotes", "common"}


def test_there_are_at_least_seven_starters_each_with_one_name_and_description():
    texts = {(row["starter"], row["starter_name"], row["description"]) for row in ROUTINES}
    assert len(texts) == len({row["starter"] for row in ROUTINES}) >= 7


def is_legal(row: dict[str, str]) -> bool:
    return (
        row["exercise_slug"] in BY_SLUG
        and row["set_type"] in SET_TYPES
        and 1 <= int(row["sets"]) <= 10
        and int(row["reps_min"] or 0) <= int(row["reps_max"] or 1000)
        and float(row["rir"] or 0) * 2 in range(21)
        and 30 <= float(row["percent_tm"] or 100) <= 100
        and 30 <= int(row["rest_s"]) <= 300
        and len(row["note"]) <= 500
    )


def test_every_block_of_a_routine_is_legal():
    assert [row for row in ROUTINES if not is_legal(row)] == []


def test_a_superset_joins_two_neighbours():
    joined: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in ROUTINES:
        if row["superset"]:
            joined[row["starter"], row["routine"], row["superset"]].append(int(row["position"]))
    assert [places for places in joined.values() if places != list(range(places[0], places[0] + 2))] == []


def test_week_one_of_five_three_one_is_in_percent_of_the_training_max():
    press = [row for row in ROUTINES if row["routine"] == "5/3/1 Press" and row["set_type"] != "warmup"]
    assert [(row["percent_tm"], row["set_type"]) for row in press] == [
        ("65", "working"),
        ("75", "working"),
        ("85", "amrap"),
    ]
