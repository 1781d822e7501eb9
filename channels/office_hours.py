"""When someone of the organisation can be reached: the setting `MAAKWIJZER_OFFICE_HOURS`, and what follows from it.

The setting reads like "ma-vr 09:00-17:00" or "ma-do 09:00-17:00, vr 09:00-12:30". Holidays are not known here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SOONEST = timedelta(hours=1)  # with less of the day left, the next day is promised
WEEK = 7
_PART = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True)
class Hours:
    """The hours of one day of the week (0 is Monday), in local time."""

    day: int
    begin: time
    end: time


def parse(setting: str) -> tuple[Hours, ...]:
    """The hours by day, first day first; none for an empty setting. Raises ValueError with what is wrong."""
    found: dict[int, Hours] = {}
    for part in setting.split(",") if setting.strip() else []:
        for hours in _part(part.strip()):
            if hours.day in found:
                raise ValueError(f"{DAYS[hours.day]} has hours twice")
            found[hours.day] = hours
    return tuple(found[day] for day in sorted(found))


def _part(part: str) -> list[Hours]:
    matched = _PART.fullmatch(part)
    if matched is None:
        raise ValueError(f"write office hours like 'ma-vr 09:00-17:00', not '{part}'")
    first, last, *clock = matched.groups()
    hour, minute, end_hour, end_minute = map(int, clock)
    begin, end = time(hour, minute), time(end_hour, end_minute)  # raises ValueError for 25:00
    from_day, to_day = DAYS.index(first), DAYS.index(last or first)
    if from_day > to_day or begin >= end:
        raise ValueError(f"'{part}' ends before it begins")
    return [Hours(day, begin, end) for day in range(from_day, to_day + 1)]


def expected(hours: tuple[Hours, ...], now: datetime) -> str:
    """When somebody can be expected, in Dutch ("vandaag voor 17.00 uur"); empty when there are no hours.

    `now` is local time; the hours are taken on that clock.
    """
    by_day = {one.day: one for one in hours}
    today = by_day.get(now.weekday())
    if today is not None and now + SOONEST <= datetime.combine(now.date(), today.end, now.tzinfo):
        return f"vandaag voor {_clock(today.end)} uur"
    for ahead in range(1, WEEK + 1):
        day = now.date() + timedelta(days=ahead)
        if (found := by_day.get(day.weekday())) is not None:
            return f"{_day(day, ahead)} vanaf {_clock(found.begin)} uur"
    return ""


def _day(day: date, ahead: int) -> str:
    if ahead == 1:
        return "morgen"
    name = NAMES[day.weekday()]
    return f"volgende week {name}" if ahead == WEEK else name


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"
