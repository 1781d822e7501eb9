"""Amounts in Dutch text: how many people, how much money, what share.

`read_amounts("een man of veertig")` gives one amount of 40 people, approximate. Ranges become one amount with its
midpoint as value; scales ("2,4 mio", "anderhalve ton", "12 k"), fractions ("een tiende van de omzet", "1 op de
20"), then-and-now, corrections and subsets ("40 man waarvan 10 via het uitzendbureau") are marked or resolved here.
The words it knows are in `amounts.yaml`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.numerals import PARTS, Token, numerals
from nlu.text import same_length_lower

WORDS = Path(__file__).parent / "amounts.yaml"
MAX_SHARE_BASE = 100  # "1 op de 20": larger bases are counts, not shares


@dataclass(frozen=True)
class Amount:
    """One quantity: `value` (the midpoint of `low`..`high`) in `unit`, people, euro or percent; None when not said.

    `scaled`: a scale word or currency was used, so that a bare "8" can be told from "8 miljoen". `time` is "now",
    "past" or "future" when the words around it say so; `negated` after "niet", `part` when it is a subset of the
    amount before it; `total` when it is a sum of amounts in the text.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str | None = None
    approximate: bool = False
    scaled: bool = False
    time: str | None = None
    negated: bool = False
    part: bool = False
    total: bool = False
    scale: float = 1.0

    def as_entity(self) -> dict[str, Any]:
        """The amount as an entity of the parse; numbers that are whole are integers."""
        value: dict[str, Any] = {
            "value": _plain(self.value), "low": _plain(self.low), "high": _plain(self.high),
            "unit": self.unit, "approximate": self.approximate, "scaled": self.scaled,
        }  # fmt: skip
        value.update({name: getattr(self, name) for name in ("time", "negated", "part", "total") if getattr(self, name)})
        return {"entity": "amount", "start": self.start, "end": self.end, "value": value}


def _plain(number: float) -> float | int:
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


class Lexicon:
    """The words of `amounts.yaml`, ready for look-up."""

    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is the parsed YAML file."""
        self.scales: dict[str, float] = {str(k): float(v) for k, v in data["scales"].items()}
        self.money_scales = frozenset(data["money_scales"])
        self.units = {unit: _matcher(data[unit]) for unit in ("euro", "percent", "people", "other")}
        self.not_before = frozenset(map(str, data["not_before"]))
        self.phrases = {name: _phrases(data[name]) for name in ("part", "less", "more", "about", "now", "past", "future")}

    def unit(self, word: str) -> str | None:
        """The unit a word stands for: euro, percent, people, "other" for things we do not ask about, or None."""
        for unit, pattern in self.units.items():
            if pattern.fullmatch(word):
                return unit
        return None


def _matcher(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w[:-1]) + r"[\w'-]*" if w.endswith("*") else re.escape(w) for w in words))


def _phrases(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(str, words), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in longest_first))


@cache
def lexicon() -> Lexicon:
    """The amount words, read once."""
    return Lexicon(yaml.safe_load(WORDS.read_text(encoding="utf-8")))


_MASKED = re.compile(
    r"""
      \b(?:https?://|www\.)\S+ | \S+@\S+
    | \b\d{1,2}[-/]\d{1,2}[-/](?:19|20)?\d{2}\b | \b\d{1,2}:\d{2}\b | \b24/7\b | \b24\s?x\s?7\b
    | \b(?:iso|nen|din|en)[ -]?(?:iso[ -]?)?\d{3,5}(?:-\d+)*\b
    | \b(?:industrie|industry|web)\s?\d\.0\b | \b\d\.0\b | \b[234]d\b
    | \b\d{1,2}\s(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b
    | \b\d{1,4}(?:e|de|ste|ste)\b
    """,
    re.VERBOSE,
)
_YEAR_BEFORE = re.compile(r"(?:\b(?:in|sinds|vanaf|uit|eind|begin|anno|jaar|medio|over|t/m|van|voor|tot|en|boekjaar|half)|[-'/])\s*$")
_RANGE_SIGNS = frozenset({"à", "a", "á", "tot", "-", "of", "/", "t/m", "tot en met", "to", "bis", "or", "oder", "tot aan", "tot zo'n", "tot wel",
                          "à -", "of misschien", "of zo'n", "tot maximaal", "tot max"})  # fmt: skip
_SHARE_SIGNS = frozenset({"op de", "op", "van de", "van elke", "op elke", "op iedere", "uit", "van de iedere"})
_FRACTIONS = {"helft": 50.0, "derde": 100 / 3, "kwart": 25.0, "driekwart": 75.0, "vijfde": 20.0, "tiende": 10.0,
              "twintigste": 5.0, "honderdste": 1.0, "achtste": 12.5, "zesde": 100 / 6, "vierde": 25.0}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:de (?P<half>helft)|(?P<count>een|één|1|'n|twee|drie|vier) ?(?P<part>derde|kwart|vijfde|tiende|twintigste|honderdste|achtste|zesde|vierde)|(?P<alone>driekwart))\b"
)
_COUNTS = {"een": 1, "één": 1, "1": 1, "'n": 1, "twee": 2, "drie": 3, "vier": 4}
_ARTICLES = frozenset({"een", "'n", "n", "ne"})


def read_amounts(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Amount]:
    """All amounts in a text, in order; none inside the `taken` spans (phone numbers, postcodes)."""
    lowered = same_length_lower(text)
    masked = [*taken, *(m.span() for m in _MASKED.finditer(lowered))]
    parts = numerals(text)
    single = _single_amounts(parts, lowered, masked)
    joined = _with_shares(_with_ranges(_with_sums_of_scales(single, lowered), lowered), lowered)
    known = [amount for amount in joined + _fractions(lowered, joined) if amount.unit != "other"]
    return [_with_context(amount, i, known, lowered) for i, amount in enumerate(sorted(known, key=lambda a: a.start))]


def _single_amounts(parts: list[Token], text: str, masked: Sequence[tuple[int, int]]) -> list[Amount]:
    amounts = []
    at = 0
    while at < len(parts):
        amount, used = _amount_at(parts, at, text)
        if amount is not None and not any(start < amount.end and amount.start < end for start, end in masked):
            amounts.append(amount)
        at += max(used, 1)
    return amounts


def _amount_at(parts: list[Token], at: int, text: str) -> tuple[Amount | None, int]:
    """The amount that begins at this token and how many tokens it takes, or (None, 0)."""
    if grouped := _a_unit_or_number(parts, at):
        return grouped
    part = parts[at]
    value = part.value
    if value is None or not _stands_alone(parts, at, text):
        return None, 0
    used, scale, money = 1, 1.0, False
    words = lexicon()
    while at + used < len(parts):  # "35 duizend", "2 miljoen", "15 honderd", "3 honderd duizend"
        after = parts[at + used]
        factor = _scale(after, parts[at + used - 1], text)
        if factor is None:
            break
        money = money or after.text in words.money_scales
        scale *= factor
        used += 1
    if scale == 1.0 and value in (0.5, 0.25, 0.75) and part.text in PARTS and not _unit_after(parts, at + used)[0]:
        return None, 0
    unit, unit_length = _unit_after(parts, at + used)
    before = parts[at - 1].text if at else ""
    start = part.start
    if words.units["euro"].fullmatch(before):
        unit, start = "euro", parts[at - 1].start
    if part.text in _ARTICLES and scale == 1.0 and unit is None and len(parts) > 1:
        return None, 0
    if scale > 1.0 and unit == "other":
        unit, unit_length = None, 0
    if _negative(parts, at):
        value, start = -value, parts[at - 1].start
    end = parts[at + used + unit_length - 1].end
    if unit is None and money:
        unit = "euro"
    if unit is None and _counts_us(parts, at):
        unit = "people"
    if unit is None and scale == 1.0 and _is_year(part, text):
        return None, 0
    value *= scale
    return Amount(start, end, value, value, value, unit, scaled=scale > 1.0 or unit == "euro", scale=scale), used + unit_length


def _a_unit_or_number(parts: list[Token], at: int) -> tuple[Amount, int] | None:
    """Read "een man of veertig", "een ton of drie", "een stuk of 15", "een procent of twee"."""
    if parts[at].text not in _ARTICLES or at + 3 >= len(parts) or parts[at + 2].text != "of":
        return None
    noun, number = parts[at + 1], parts[at + 3]
    if number.value is None:
        return None
    words = lexicon()
    scale = words.scales.get(noun.text, 1000.0 if noun.text == "duizend" else 100.0 if noun.text == "honderd" else 1.0)
    used = 4
    after = parts[at + used] if at + used < len(parts) else None
    if after is not None and scale == 1.0 and (factor := _scale(after, number, "")) is not None:
        scale, used = factor, used + 1
    unit = "euro" if noun.text in words.money_scales else words.unit(noun.text)
    tail_unit, tail_length = _unit_after(parts, at + used)
    if unit is None and noun.text not in ("stuk", "stuks") and scale == 1.0 and tail_unit is None:
        return None
    value = number.value * scale
    end = parts[at + used + tail_length - 1].end
    amount = Amount(parts[at].start, end, value, value, value, unit or tail_unit, True, scale > 1.0 or unit == "euro", scale=scale)
    return amount, used + tail_length


def _stands_alone(parts: list[Token], at: int, text: str) -> bool:
    """Whether this number is a quantity, not a piece of a code ("S235", "3D", "iso 9001")."""
    part, words = parts[at], lexicon()
    if part.digits and part.start and (text[part.start - 1].isalpha() or text[part.start - 1] == "_"):
        return text[: part.start].endswith("eur")
    after = parts[at + 1] if at + 1 < len(parts) else None
    if part.digits and after is not None and after.start == part.end and after.text[:1].isalpha():
        if after.text not in words.scales and words.unit(after.text) in (None,):
            return False
    return not (at and parts[at - 1].text in words.not_before)


def _scale(token: Token, before: Token, text: str) -> float | None:
    """The factor of a scale word after a number; single letters count only when attached to it or before a stop."""
    if token.value in (100.0, 1000.0) and not token.digits:
        return token.value
    if token.text == "m" and token.start != before.end:
        return None
    return lexicon().scales.get(token.text)


def _unit_after(parts: list[Token], at: int) -> tuple[str | None, int]:
    """The unit said after a number and how many tokens it takes; one adjective may stand between."""
    words = lexicon()
    for skipped in (0, 1, 2):
        if at + skipped >= len(parts):
            break
        token = parts[at + skipped]
        if skipped and not _may_be_adjective(parts[at + skipped - 1]):
            break
        if (unit := words.unit(token.text)) is not None:
            if skipped and unit == "euro":
                break
            return unit, skipped + 1
        if token.text == "pro" and at + 1 < len(parts) and parts[at + 1].text == "cent":
            return "percent", 2
    return None, 0


def _may_be_adjective(token: Token) -> bool:
    return token.value is None and token.text.isalpha() and len(token.text) > 3 and token.text.endswith(("e", "s", "time")) and token.text not in (
        "mille", "maar", "zijn", "alle", "jullie", "deze", "onze", "circa")  # fmt: skip


def _negative(parts: list[Token], at: int) -> bool:
    if at == 0:
        return False
    sign, number = parts[at - 1], parts[at]
    if sign.text in ("minus", "min"):
        return at == 1 or parts[at - 2].value is None
    attached = sign.text == "-" and sign.end == number.start
    return attached and (at == 1 or (parts[at - 2].end < sign.start and parts[at - 2].value is None))


def _counts_us(parts: list[Token], at: int) -> bool:
    """Whether the words before say that people are counted: "met z'n vijven", "we zijn met 12", "wij zijn er 8"."""
    before = [p.text for p in parts[max(0, at - 5) : at]]
    if before[-1:] and before[-1] in ("z'n", "zn") or before[-2:] == ["met", "ons"] or before[-2:] == ["met", "zijn"]:
        return True
    about = [w for w in before if w not in ("ongeveer", "circa", "ca", "nu", "nog", "zo'n", "ruim", "bijna", "een", "stuk", "of")]
    return about[-1:] == ["met"] and any(w in ("we", "wij", "zijn", "waren", "werken") for w in about)


def _is_year(part: Token, text: str) -> bool:
    if not part.digits or part.value is None or len(part.text) != 4 or not part.text.isdigit() or not 1900 <= part.value <= 2100:
        return False
    return bool(_YEAR_BEFORE.search(text[: part.start]))


def _with_sums_of_scales(amounts: list[Amount], text: str) -> list[Amount]:
    """Join "1 miljoen 200 duizend", "1 miljoen en 2 ton", "3 ton 50", "2 miljoen 4" into one amount."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        between = text[last.end : amount.start].strip() if last else ""
        if last and last.scale >= 1e5 and last.value > 0 and between in ("", "en") and amount.value > 0 and last.unit in (None, "euro"):
            if 1.0 < amount.scale < last.scale or (1.0 == amount.scale and 1000 <= amount.value < last.scale):
                joined[-1] = _plus(last, amount, amount.value)
                continue
            tenth = amount.value * last.scale / 10
            if not between and amount.scale == 1.0 and amount.value < 10 and amount.value.is_integer() and amount.unit in (None, "euro"):
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


def _with_ranges(amounts: list[Amount], text: str) -> list[Amount]:
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
    neighbours = between in ("", ",") and second.value == first.value + second.scale / (1 if first.scale == 1 else first.scale) * first.scale
    neighbours = neighbours and first.unit is None and first.scale == 1.0 and 2 <= first.value < 100
    if not (between in _RANGE_SIGNS or (between in ("en", "- en") and is_between) or neighbours or (between == "naar" and is_between)):
        return None
    if first.unit not in (None, second.unit) and not (first.unit == "euro" and second.unit is None):
        return None
    low = first.low
    if first.scale == 1.0 and second.scale > 1.0:
        low = _low_end(first.low, second)
    elif second.scale == 1.0 and first.scale > 1.0 and second.high < first.low:  # "2 ton tot 3"
        second = replace(second, high=second.high * first.scale)
    high = second.high
    if between == "/" and low + high == 100 or min(low, high) < 0:
        return None
    low, high = min(low, high), max(low, high)
    value = (low + high) / 2
    scaled = first.scaled or second.scaled
    return Amount(first.start, second.end, value, low, high, second.unit or first.unit, True, scaled, scale=max(first.scale, second.scale))


def _low_end(low: float, second: Amount) -> float:
    """The left end of "6 tot 8 ton", "100 à 150 duizend", "800 tot 1 miljoen"."""
    if low >= 1000:
        return low
    if low * second.scale <= second.high:
        return low * second.scale
    return low * 1000 if low * 1000 <= second.high else low


def _with_shares(amounts: list[Amount], text: str) -> list[Amount]:
    """Make a percentage of "1 op de 20 euro's", "negen van de tien keer"."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        between = re.sub(r"\s+", " ", text[last.end : amount.start]).strip() if last else ""
        if last and between in _SHARE_SIGNS and last.scale == amount.scale == 1.0 and 0 < last.value < amount.value <= MAX_SHARE_BASE:
            if last.unit is None and amount.unit != "people":
                share = 100 * last.value / amount.value
                joined[-1] = Amount(last.start, amount.end, share, share, share, "percent", True)
                continue
        joined.append(amount)
    return [a for a in joined if a.unit != "other"]


def _fractions(text: str, amounts: list[Amount]) -> list[Amount]:
    """Read "een tiende van wat er binnenkomt", "de helft", "driekwart" as percentages."""
    found = []
    for match in _FRACTION.finditer(text):
        if any(a.start < match.end() and match.start() < a.end for a in amounts):
            continue
        share = _FRACTIONS[match["half"] or match["alone"] or match["part"]] * _COUNTS.get(match["count"] or "een", 1)
        if 0 < share <= 100 and not re.match(r"\s*(?:miljoen|mln|mio|ton|procent|%|jaar|uur)", text[match.end() :]):
            found.append(Amount(match.start(), match.end(), share, share, share, "percent", True))
    return found


_NEGATION = re.compile(r"(?:\bniet|\bgeen|\bi\.?p\.?v\.?|\bin plaats van|\bnee)\s+(?:meer |langer |de |eens |ongeveer |zo'n )?$")
_STILL_MEANT = re.compile(r"\bnee,?\s+$|niet meer dan\s+$")


def _with_context(amount: Amount, index: int, amounts: list[Amount], text: str) -> Amount:
    """Mark what the words around an amount say: approximate, then or now, negated, a subset."""
    words = lexicon().phrases
    begin = amounts[index - 1].end if index else 0
    until = amounts[index + 1].start if index + 1 < len(amounts) else len(text)
    lead = text[max(begin, amount.start - 60) : amount.start]
    tail = re.split(r"[,;.]|\bmaar\b|\ben\b|\bnu\b", text[amount.end : min(until, amount.end + 40)])[0]
    near = lead[-25:]
    approximate = amount.approximate or any(words[name].search(near) for name in ("less", "more", "about")) or bool(words["about"].search(tail))
    around = lead + " | " + tail
    time = next((name for name in ("now", "future", "past") if words[name].search(around)), None)
    if index and re.search(r"\bvan\b[^,;.]*$", text[: amounts[index - 1].start][-20:]) and lead.strip() in ("naar", "terug naar", "gegaan naar", "gegroeid naar"):
        time = "now"
    negated = bool(_NEGATION.search(lead)) and not _STILL_MEANT.search(lead)
    part = bool(index) and bool(words["part"].search(lead))
    return replace(amount, approximate=approximate, time=time, negated=negated, part=part)
