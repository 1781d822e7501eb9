"""The code of a measurement: it holds the figures themselves, and a typing error does not go unseen."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.assessment import assess
from actions.assessment.measurement import ALPHABET, AXES, code_of, looks_like_a_code, read_code
from actions.reports.measurement import side_by_side
from knowledge.content import rounded
from knowledge.scoring import load_scoring
from tests.assessment.answers import answers
from tests.reports.companies import NAMES, company

DAY = date(2026, 11, 23)


def coded(name: str) -> tuple[dict[str, Any], str]:
    _, result, _ = company(name)
    return result["assessment"], code_of(result["assessment"], DAY)


def test_layout_of_a_code_is_that_of_version_1_of_the_model() -> None:
    """Codes are kept by owners for years: other parts or another order need another version."""
    model = load_scoring()
    parts = {axis: [part.id for part in getattr(model, axis).parts] for axis in AXES}

    assert model.version == "1"
    assert parts["readiness"] == ["vision", "digital_base", "knowledge", "people", "chain", "culture", "finance"]
    assert parts["necessity"] == ["importance", "chain_pressure", "expected_impact", "staff_shortage"]


@settings(max_examples=100, deadline=None)
@given(answers(), st.dates(date(2025, 1, 1), date(2046, 12, 31)))
def test_code_gives_back_every_figure(given_answers: dict[str, Any], on: date) -> None:
    found = assess(given_answers, DAY)["assessment"]

    read = read_code(f"mijn meetcode is {code_of(found, on).lower()} dank u")

    assert read is not None
    assert (read.on, read.mrl) == (on, found["mrl"]["level"])
    for axis, parts in AXES.items():
        assert read.scores[axis] == found[axis]["score"]
        for part, got in found[axis][parts].items():
            assert read.parts[axis][part] == (None if got["points"] is None else rounded(got["points"]))


@pytest.mark.parametrize("name", NAMES)
def test_code_is_five_groups_without_letters_that_look_alike(name: str) -> None:
    _, code = coded(name)

    assert [len(group) for group in code.split("-")] == [5] * 5
    assert set(code) <= {*ALPHABET, "-"}


def test_no_typing_error_in_one_character_goes_unseen() -> None:
    _, code = coded("01_lasserij")
    wrong = 0
    for at, char in enumerate(code):
        for other in ALPHABET if char != "-" else "":
            changed = read_code(code[:at] + other + code[at + 1 :])
            wrong += other != char and changed is not None and changed != read_code(code)
    assert wrong <= 1  # thirteen bits of checksum over eight hundred changes


@pytest.mark.parametrize("text", ["", "hallo", "wij maken onderdelen voor de machinebouw", "NL91ABNA0417164300"])
def test_other_texts_are_no_code(text: str) -> None:
    assert read_code(text) is None
    assert not looks_like_a_code(text)


def test_side_by_side_names_what_moved() -> None:
    _, code = coded("01_lasserij")
    earlier = read_code(code)
    assert earlier is not None
    values = {key: answer["value"] for key, answer in company("01_lasserij")[0].items()}
    now = assess({**values, "digital_vision": "executing", "mrl_evidence": {"5": True, "7": False, "6": True}}, DAY)

    shown = side_by_side(earlier, now["assessment"])

    assert shown["title"] == "Vergeleken met 23 november 2026"
    assert shown["text"] == [
        "Gereedheid ging omhoog van 40 naar 55.",
        "Noodzaak bleef 56.",
        "MRL ging omhoog van 4 naar 6.",
    ]
    vision = next(row for row in shown["rows"] if row["label"] == "Visie op digitalisering")
    assert (vision["before"], vision["after"]) == ("33", "100")
    assert len(shown["rows"]) == 2 + 7 + 4 + 1
