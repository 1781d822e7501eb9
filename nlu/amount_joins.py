"""Amounts that belong together: ranges, shares, sums of money, fractions."""

import re
from dataclasses import replace

from nlu.amount_context import about_of
from nlu.amount_words import Amount, lexicon

MAX_SHARE_BASE = 100  # "1 op de 20": larger bases are counts, not shares

RANGE_SIGNS = frozenset({"à", "a", "á", "tot", "-", "of", "/", "t/m", "tot en met", "to", "bis", "or", "oder",
    "tot aan", "tot zo'n", "tot wel",
                          "à -", "of misschien", "of zo'n", "tot maximaal", "tot max"})  # fmt: skip
_SHARE_SIGNS = frozenset({"op de", "op", "van de", "van elke", "op elke", "op iedere", "uit", "van de iedere"})
_FRACTIONS = {"helft": 50.0, "derde": 100 / 3, "kwart": 25.0, "driekwart": 75.0, "vijfde": 20.0, "tiende": 10.0,
              "twintigste": 5.0, "honderdste": 1.0, "achtste": 12.5, "zesde": 100 / 6, "vierde": 25.0}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:de (?P<half>helft)|(?P<count>een|één|1|'n|twee|drie|vier) ?(?P<part>derde|kwart|vijfde|"
    r"tiende|twintigste|honderdste|achtste|zesde|vierde)|(?P<alone>driekwart))\b"
)
_ONE_IN = re.compile(r"(?<![\d,./-])1/([345]|10|20|25|50|100)(?![\d,./]|\s*(?:milj|mln|mio|mld|ton|%|pro|man|mens|\d))")
_COUNTS = {"een": 1, "één": 1, "1": 1, "'n": 1, "twee": 2, "drie": 3, "vier": 4}


def with_sums_of_scales(amounts: list[Amount], text: str) -> list[Amount]:
    """Join "1 miljoen 200 duizend", "1 miljoen en 2 ton", "3 ton 50", "2 miljoen 4" into one amount."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        between = text[last.end : amount.start].strip() if last else ""
        if (
            last
            and last.scale >= 1e5
            and last.value > 0
            and between in ("", "en")
            and amount.value > 0
            and last.unit in (None, "euro")
        ):
            if 1.0 < amount.scale < last.scale or (amount.scale == 1.0 and 1000 <= amount.value < last.scale):
                joined[-1] = _plus(last, amount, amount.value)
                continue
            tenth = amount.value * last.scale / 10
            if (
                not between
                and amount.scale == 1.0
                and amount.value < 10
                and amount.value.is_integer()
                and amount.unit in (None, "euro")
            ):
                joined[-1] = _plus(last, amount, tenth)
                continue
            if not between and last.scale == 1e5 and amount.scale == 1.0 and 10 <= amount.value < 100:
                joined[-1] = _plus(last, amount, amount.value * 1000)
                continue
        joined.append(amount)
    return joined


def _plus(first: Amount, second: Amount, extra: float) -> Amount:
    value = first.value + extra
    return replace(first, end=second.end, value=value, low=value, high=value, unit=first.unit or second.unit)


def with_ranges(amounts: list[Amount], text: str) -> list[Amount]:
    """Make one amount of "20 à 25", "tussen de 2 en 3 miljoen", "100 tot 150 duizend", "vijf, zes man"."""
    joined: list[Amount] = []
    for amount in amounts:
        if joined and (span := _range(joined[-1], amount, text)) is not None:
            joined[-1] = span
        else:
            joined.append(amount)
    return joined


def _range(first: Amount, second: Amount, text: str) -> Amount | None:
    between = re.sub(r"[.\s]+", " ", text[first.end : second.start]).strip()
    between = re.sub(r"\s(?:de|ca|circa|ongeveer|zo'n|maximaal)$", "", between)
    lead = text[max(0, first.start - 24) : first.start]
    is_between = re.search(r"\btussen\b[^,;.]*$", lead) is not None
    neighbours = between in ("", ",") and first.unit is None and first.scale == 1.0 and _next_to(first, second)
    if not (
        between in RANGE_SIGNS
        or (between in ("en", "- en") and is_between)
        or neighbours
        or (between == "naar" and is_between)
    ):
        return None
    if first.unit not in (None, second.unit) and not (first.unit == "euro" and second.unit is None):
        return None
    low = first.low
    if first.scale == 1.0 and (second.scale > 1.0 or _only_second_in_thousands(first, second)):
        low = _low_end(first.low, second)
    elif second.scale == 1.0 and first.scale > 1.0 and second.high < first.low:  # "2 ton tot 3"
        second = replace(second, high=second.high * first.scale)
    high = second.high
    if (between == "/" and low + high == 100) or min(low, high) < 0:
        return None
    low, high = min(low, high), max(low, high)
    value = (low + high) / 2
    scaled = first.scaled or second.scaled
    return Amount(
        first.start,
        second.end,
        value,
        low,
        high,
        second.unit or first.unit,
        True,
        scaled,
        scale=max(first.scale, second.scale),
    )


def _next_to(first: Amount, second: Amount) -> bool:
    """Whether two numbers are the ends of a guess: "vijf, zes man", "zes zeven ton", "tien, vijftien procent"."""
    step = second.value / second.scale - first.value
    return (step == 1 and 2 <= first.value < 100) or (
        step in (5, 10) and first.value % step == 0 and 10 <= first.value < 100
    )


def _only_second_in_thousands(first: Amount, second: Amount) -> bool:
    """Whether the thousands of the second hold for both: "20 tot 30.000", "twintig à dertigduizend"."""
    return first.unit in (None, "euro") and first.high < 1000 <= second.value and 1000 * first.high < second.high


def _low_end(low: float, second: Amount) -> float:
    """The left end of "6 tot 8 ton", "100 à 150 duizend", "800 tot 1 miljoen"."""
    if low >= 1000:
        return low
    if second.scale > 1.0 and low * second.scale <= second.high:
        return low * second.scale
    return low * 1000 if low * 1000 <= second.high else low


def with_same_scale(amounts: list[Amount]) -> list[Amount]:
    """Give a bare number the scale of the sum of money beside it: "vorig jaar 4, dit jaar 5 miljoen"."""
    scale = next((a.scale for a in amounts if a.scale >= 1e5), None)
    if scale is None:
        return amounts
    return [
        replace(a, value=a.value * scale, low=a.low * scale, high=a.high * scale, scale=scale, scaled=True)
        if a.unit is None and a.scale == 1.0 and 0 < a.high < 1000
        else a
        for a in amounts
    ]


_AND = re.compile(r"^[^.;,]{0,40}?(?:\ben\b|\bplus\b|\+)(?: nog| dan nog| ongeveer| daarnaast| zo'n)*\s*(?:€\s*)?$")


def with_money_totals(amounts: list[Amount], text: str) -> list[Amount]:
    """Add the sum of "60 duizend voor de robot en 20 duizend voor de software"."""
    money = [a for a in amounts if (a.scaled or a.value >= 1000) and a.unit in (None, "euro") and not a.approximate]
    if len(money) != 2 or any(about_of(a, 0, len(text), text) for a in money):
        return amounts
    first, second = money
    between = text[first.end : second.start]
    words = lexicon().phrases
    if not _AND.match(between) or any(words[name].search(text) for name in ("now", "past", "future", "part")):
        return amounts
    value = first.value + second.value
    return [*amounts, Amount(first.start, second.end, value, value, value, "euro", scaled=True, total=True)]


def with_shares(amounts: list[Amount], text: str) -> list[Amount]:
    """Make a percentage of "1 op de 20 euro's", "negen van de tien keer"."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        between = re.sub(r"\s+", " ", text[last.end : amount.start]).strip() if last else ""
        if (
            last
            and between in _SHARE_SIGNS
            and last.scale == amount.scale == 1.0
            and 0 < last.value < amount.value <= MAX_SHARE_BASE
            and last.unit in (None, "other")
            and amount.unit != "people"
        ):
            share = 100 * last.value / amount.value
            joined[-1] = Amount(last.start, amount.end, share, share, share, "percent", True)
            continue
        joined.append(amount)
    return [a for a in joined if a.unit != "other"]


def fractions(text: str) -> list[Amount]:
    """Read "een tiende van wat er binnenkomt", "de helft", "driekwart" as percentages."""
    found = []
    for match in _FRACTION.finditer(text):
        share = _FRACTIONS[match["half"] or match["alone"] or match["part"]] * _COUNTS.get(match["count"] or "een", 1)
        if 0 < share <= 100 and not re.match(r"\s*(?:milj|mln|mio|mld|ton|procent|%|jaar|uur)", text[match.end() :]):
            found.append(Amount(match.start(), match.end(), share, share, share, "percent", True))
    for match in _ONE_IN.finditer(text):
        share = 100 / int(match[1])
        found.append(Amount(match.start(), match.end(), share, share, share, "percent", True))
    return found
