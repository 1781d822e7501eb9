"""Asking for a person: when somebody can be expected is said where that is known."""

from dataclasses import replace

from actions.interview.interview import reply
from tests.interview.talk import ABOUT, TODAY, parse

SOON = replace(ABOUT, expected="vandaag voor 17.00 uur")
ASK = "ik wil een mens spreken"


def heard(about) -> str:
    begun = reply(None, parse("yes", "out_of_scope", 0.2), "yes", "yes", None, TODAY, about)
    asked = reply(begun["state"], parse(ASK, "human_handoff"), ASK, None, None, TODAY, about)
    return "\n".join(message["text"] for message in asked["messages"])


def test_it_is_said_when_somebody_can_be_expected() -> None:
    assert "vragen u te bellen, naar verwachting vandaag voor 17.00 uur." in heard(SOON)


def test_without_office_hours_nothing_is_promised() -> None:
    assert "vragen u te bellen. Dan stel ik" in heard(ABOUT)
