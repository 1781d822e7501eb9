"""The MRL ladder asks at most four questions, and the level is the highest one confirmed."""

import pytest

from actions.assessment import ladder


def climb(level: int) -> dict[str, bool | None]:
    """Answer every question as a company at this level would."""
    evidence: dict[str, bool | None] = {}
    while (asked := ladder.next_level(evidence)) is not None:
        evidence[str(asked)] = asked <= level
    return evidence


@pytest.mark.parametrize("level", range(10))
def test_every_level_is_found_in_at_most_four_questions(level):
    evidence = climb(level)

    assert ladder.level(evidence) == level
    assert len(evidence) <= 4


@pytest.mark.parametrize(
    ("level", "asked"),
    [
        (9, ["5", "7", "8", "9"]),
        (7, ["5", "7", "8"]),
        (5, ["5", "7", "6"]),
        (3, ["5", "3", "4"]),
        (0, ["5", "3", "2", "1"]),
    ],
)
def test_the_ladder_is_halved_in_the_order_of_the_model(level, asked):
    assert list(climb(level)) == asked


def test_a_doubt_counts_as_not_confirmed_and_is_kept():
    evidence = {"5": None, "3": True, "4": None}

    assert ladder.next_level(evidence) is None
    assert ladder.result(evidence) == {
        "level": 3,
        "phase": 1,
        "evidence": {"3": True, "4": None, "5": None},
        "risk": "high",
    }


def test_a_volunteered_fact_is_not_asked_again():
    assert ladder.next_level({"7": True}) == 8
    assert ladder.next_level({"2": False}) == 1


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_level_asked_is_unknown_and_not_level_zero(nothing):
    assert ladder.result(nothing) == {"level": None, "phase": None, "evidence": {}, "risk": None}


def test_none_confirmed_is_level_zero_an_idea():
    found = ladder.result({"5": False, "3": False, "2": False, "1": False})

    assert (found["level"], found["phase"], found["risk"]) == (0, None, "high")


@pytest.mark.parametrize(
    ("level", "phase", "risk"), [(3, 1, "high"), (4, 1, "raised"), (6, 2, "raised"), (7, 3, "limited")]
)
def test_phase_and_risk_change_at_the_levels_of_the_model(level, phase, risk):
    assert (ladder.phase(level), ladder.risk(level)) == (phase, risk)
