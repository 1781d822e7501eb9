"""Office hours: what the setting may say, and when somebody can be expected."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from channels.office_hours import expected, parse
from channels.settings import Settings
from tests.servers import SECRET, TOKEN

HERE = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = "ma-vr 09:00-17:00"


def at(day: int, clock: str) -> datetime:
    """A moment in the week of Monday 23 November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("setting", "now", "words"),
    [
        (WEEKDAYS, at(23, "08:00"), "vandaag voor 17.00 uur"),
        (WEEKDAYS, at(23, "16:00"), "vandaag voor 17.00 uur"),
        (WEEKDAYS, at(23, "16:01"), "morgen vanaf 9.00 uur"),
        (WEEKDAYS, at(27, "18:00"), "maandag vanaf 9.00 uur"),
        (WEEKDAYS, at(29, "12:00"), "morgen vanaf 9.00 uur"),
        ("ma-do 08:30-17:00, vr 09:00-12:30", at(27, "10:00"), "vandaag voor 12.30 uur"),
        ("ma-do 08:30-17:00, vr 09:00-12:30", at(27, "12:00"), "maandag vanaf 8.30 uur"),
        ("ma 09:00-17:00", at(23, "17:00"), "volgende week maandag vanaf 9.00 uur"),
        ("", at(23, "10:00"), ""),
    ],
)
def test_when_somebody_can_be_expected(setting: str, now: datetime, words: str) -> None:
    assert expected(parse(setting), now) == words


@pytest.mark.parametrize(
    "wrong",
    [
        "altijd",
        "ma-vr 9-17",
        "vr-ma 09:00-17:00",
        "ma 17:00-09:00",
        "ma 09:00-25:00",
        "ma-vr 09:00-17:00, wo 09:00-12:00",
    ],
)
def test_office_hours_that_make_no_sense_stop_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, rasa_secret=SECRET, service_token=TOKEN, office_hours=wrong)
