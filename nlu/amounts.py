"""Amounts in Dutch text: how many people, how much money, what share.

`read_amounts("een man of veertig")` gives one amount of 40 people, approximate. Ranges become one amount with its
midpoint as value; scales ("2,4 mio", "anderhalve ton", "12 k"), fractions ("een tiende van de omzet", "1 op de
20"), then-and-now, corrections and subsets ("40 man waarvan 10 via het uitzendbureau") are marked or resolved in
`amount_joins` and `amount_context`.
"""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from nlu.amount_context import with_context, with_years
from nlu.amount_joins import (
    RANGE_SIGNS,
    fractions,
    with_money_totals,
    with_ranges,
    with_same_scale,
    with_shares,
    with_sums_of_scales,
)
from nlu.amount_words import Amount, lexicon
from nlu.numerals import PARTS, Token, numerals
from nlu.text import same_length_lower

_MASKED = re.compile(
    r"""
      \b(?:https?://|www\.)\S+ | \S+@\S+
    | \b\d{1,2}[-/]\d{1,2}[-/](?:19|20)?\d{2}\b | \b\d{4}-\d\d-\d\d\b | \b\d{1,2}:\d{2}\b | \b\d+-0\d+\b
    | \b24/7\b | \b24\s?x\s?7\b
    | \b(?:iso|nen|din|en)[ -]?(?:iso[ -]?)?\d{3,5}(?:-\d+)*\b
    | \b(?:industrie|industry|web)\s?\d\.0\b | \b\d\.0\b(?!\s*(?:%|pro|mi|ml|m\b|ton)) | \b[234]d\b
    | \b\d{1,2}\s(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b
    | \b(?:half|kwart\s(?:voor|over))\s(?:\d{1,2}|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b
      (?!\s*(?:mi|ml|ton|pro|%))
    | \b\d{1,4}(?:e|de|ste)\b | \b\d+(?:[.,]\d+)?\s?m[23²³]
    """,
    re.VERBOSE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|sinds|vanaf|uit|eind|begin|anno|jaar|medio|over|t/m|van|voor|tot|en|boekjaar|half)|[-'/])\s*$"
)
_MILLION, TYPO_SCORE = 1_000_000.0, 72  # rapidfuzz ratio: "miljon" and "mjoen" pass, "meter" and "machine" do not
_ARTICLES = frozenset({"een", "'n", "n", "ne"})


def read_amounts(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Amount]:
    """All amounts in a text, in order; none inside the `taken` spans (phone numbers, postcodes)."""
    lowered = same_length_lower(text)
    masked = [*taken, *(m.span() for m in _MASKED.finditer(lowered))]
    parts = numerals(text)
    single = _single_amounts(parts, lowered, masked)
    joined = with_shares(with_ranges(with_sums_of_scales(single, lowered), lowered), lowered)
    joined = with_money_totals(with_same_scale(joined), lowered)
    parts_of_all = fractions(lowered)
    plain = [a for a in joined if not any(f.start <= a.start < f.end for f in parts_of_all)]
    known = [amount for amount in plain + parts_of_all if amount.unit != "other"]
    known = [a for a in known if not (len(known) > 1 and _looks_like_year(a, lowered))]
    known.sort(key=lambda a: a.start)
    return with_years([with_context(amount, i, known, lowered) for i, amount in enumerate(known)], lowered)


def _looks_like_year(amount: Amount, text: str) -> bool:
    """Whether this is the year beside the amount that is meant: "2025: 3 miljoen", "opgericht 1978, 22 man"."""
    written = text[amount.start : amount.end]
    return amount.unit is None and re.fullmatch(r"19[5-9]\d|20(?:0[1-9]|[1-3]\d)", written) is not None


_ONE_OF = re.compile(
    r"(?:\b(?:nog geen|krap|ruim|dikke?|goede?|bijna|tegen de|tegen het|rond de|rond het|net geen|hooguit|minder dan|"
    r"meer dan|kleine|een|'n|tussen de|richting|rond|zo'n|max)\s+|^\W*)$"
)
_FEW = frozenset({"paar", "enkele", "enige", "meerdere", "ettelijke", "wat", "veel", "vele"})


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
    if value is None and (one := _one_of(parts, at, text)) is not None:
        return one, 1
    if value is None or not _stands_alone(parts, at, text):
        return None, 0
    words = lexicon()
    scale, money, length = _scales_after(parts, at + 1)
    used = 1 + length
    if at and parts[at - 1].text in _FEW and part.text.startswith(("honderd", "duizend")):
        return None, used  # "een paar duizend": how many is not said
    if (
        scale == 1.0
        and part.text in PARTS
        and not _unit_after(parts, at + used)[0]
        and not _scale_ahead(parts, at + used)
        and not _is_all(parts, at)
    ):
        return None, 0
    unit, unit_length = _unit_after(parts, at + used)
    before = parts[at - 1].text if at else ""
    start = part.start
    if words.units["euro"].fullmatch(before):
        unit, start = "euro", parts[at - 1].start
        if at > 1 and parts[at - 2].end == start and (factor := words.scales.get(parts[at - 2].text)):  # "k€ 250"
            scale, start = scale * factor, parts[at - 2].start
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
    return Amount(
        start, end, value, value, value, unit, scaled=scale > 1.0 or unit == "euro", scale=scale
    ), used + unit_length


def _one_of(parts: list[Token], at: int, text: str) -> Amount | None:
    """One of a scale, or one percent, where no number is said: "nog geen ton", "nog geen procent"."""
    word, words = parts[at].text, lexicon()
    if not _ONE_OF.search(text[: parts[at].start]):
        return None
    start, end = parts[at].start, parts[at].end
    if word in words.scales and len(word) > 1 and not word.endswith("nen") and (at or len(parts) == 1):
        one = words.scales[word]
        unit = "euro" if word in words.money_scales else None
        return Amount(start, end, one, one, one, unit, True, True, scale=one)
    if at and word != "%" and words.unit(word) == "percent":
        return Amount(start, end, 1.0, 1.0, 1.0, "percent", True)
    return None


def _scales_after(parts: list[Token], at: int) -> tuple[float, bool, int]:
    """The scale words from here ("duizend", "honderd duizend", "+ miljoen", "x ton"): factor, money, tokens."""
    scale, money, used = 1.0, False, 0
    while at + used < len(parts):
        sign = int(not used and parts[at].text in ("x", "+") and at + 1 < len(parts))
        after = parts[at + used + sign]
        factor = _scale(after)
        if factor is None:
            break
        money = money or after.text in lexicon().money_scales
        scale *= factor
        used += 1 + sign
    return scale, money, used


def _is_all(parts: list[Token], at: int) -> bool:
    """Whether the text is nothing but this word and an article: "een half"."""
    return all(part is parts[at] or part.text in _ARTICLES for part in parts)


def _scale_ahead(parts: list[Token], at: int) -> bool:
    """Whether a range with a scale goes on: "een half tot één miljoen"."""
    ahead = [part.text for part in parts[at : at + 4]]
    return bool(ahead) and ahead[0] in RANGE_SIGNS and any(word in lexicon().scales for word in ahead)


def _a_unit_or_number(parts: list[Token], at: int) -> tuple[Amount, int] | None:
    """Read "een man of veertig", "een ton of drie", "een stuk of 15", "een procent of twee"."""
    first = at + 1 if parts[at].text in (*_ARTICLES, "zo'n", "zon") else at
    if first + 2 >= len(parts) or parts[first + 1].text != "of" or (at and parts[at - 1].value is not None):
        return None
    noun, number = parts[first], parts[first + 2]
    if number.value is None or (noun.value is not None and noun.text not in ("duizend", "honderd")):
        return None
    words = lexicon()
    scale = words.scales.get(noun.text, 1000.0 if noun.text == "duizend" else 100.0 if noun.text == "honderd" else 1.0)
    used = first - at + 3
    after = parts[at + used] if at + used < len(parts) else None
    if after is not None and scale == 1.0 and (factor := _scale(after)) is not None:
        scale, used = factor, used + 1
    unit = "euro" if noun.text in words.money_scales else words.unit(noun.text)
    tail_unit, tail_length = _unit_after(parts, at + used)
    if unit is None and noun.text not in ("stuk", "stuks") and scale == 1.0 and tail_unit is None:
        return None
    low = high = number.value
    if tail_unit is None and after is not None and after.value == low + 1:  # "een man of vijf zes"
        high, used = after.value, used + 1
    end = parts[at + used + tail_length - 1].end
    return Amount(
        parts[at].start, end, (low + high) / 2 * scale, low * scale, high * scale, unit or tail_unit, True,
        scale > 1.0 or unit == "euro", scale=scale,
    ), used + tail_length  # fmt: skip


def _stands_alone(parts: list[Token], at: int, text: str) -> bool:
    """Whether this number is a quantity, not a piece of a code ("S235", "3D", "iso 9001")."""
    part, words = parts[at], lexicon()
    if part.digits and part.start and (text[part.start - 1].isalpha() or text[part.start - 1] == "_"):
        return text[: part.start].endswith("eur")
    after = parts[at + 1] if at + 1 < len(parts) else None
    if part.digits and after is not None and after.start == part.end and after.text[:1].isalpha():
        known = after.text in words.scales or words.unit(after.text) is not None or after.text in ("ish", "x")
        return known and not _names_a_number(parts, at)
    return not _names_a_number(parts, at)


def _names_a_number(parts: list[Token], at: int) -> bool:
    """Whether the word before makes this number a name: "ordernummer 4588", "Industrieweg 12"."""
    before, words = parts[at - 1].text if at else "", lexicon()
    return words.not_before.fullmatch(before) is not None and not words.phrases["about"].fullmatch(before)


def _scale(token: Token) -> float | None:
    """The factor of a scale word after a number."""
    if token.value in (100.0, 1000.0, 100000.0) and not token.digits:
        return token.value
    known = lexicon().scales.get(token.text)
    if known is None and len(token.text) > 4 and token.text[0] == "m" and token.value is None:
        return _MILLION if fuzz.ratio(token.text, "miljoen") >= TYPO_SCORE else None
    return known


def _unit_after(parts: list[Token], at: int) -> tuple[str | None, int]:
    """The unit said after a number and how many tokens it takes; one adjective may stand between."""
    words = lexicon()
    for skipped in (0, 1, 2):
        if at + skipped >= len(parts):
            break
        token = parts[at + skipped]
        if skipped and not (_may_be_adjective(parts[at + skipped - 1]) or parts[at + skipped - 1].text == "stuks"):
            break
        if (unit := words.unit(token.text)) is not None:
            if skipped and unit == "euro":
                break
            if token.text == "stuks" and words.unit("".join(p.text for p in parts[at + 1 : at + 2])) == "people":
                continue
            return unit, skipped + 1
        if token.text == "pro" and at + 1 < len(parts) and parts[at + 1].text == "cent":
            return "percent", 2
    return None, 0


def _may_be_adjective(token: Token) -> bool:
    word = token.text
    return (
        token.value is None
        and word.isalpha()
        and len(word) > 3
        and word.endswith(("e", "s"))
        and word not in _NO_ADJECTIVES
    )


_NO_ADJECTIVES = frozenset({"mille", "alle", "jullie", "deze", "onze"})


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
    with_us = before[-2:-1] in (["met"], ["mit"]) and before[-1] in ("ons", "oons", "zijn", "zien", "z'n", "zn", "hun")
    if with_us or before[-1:] in (["z'n"], ["zn"]):
        return True
    about = [
        w
        for w in before
        if w not in ("ongeveer", "circa", "ca", "nu", "nog", "zo'n", "ruim", "bijna", "een", "stuk", "of")
    ]
    return about[-1:] in (["met"], ["mit"]) and any(w in ("we", "wij", "zijn", "waren", "werken") for w in about)


def _is_year(part: Token, text: str) -> bool:
    if (
        not part.digits
        or part.value is None
        or len(part.text) != 4
        or not part.text.isdigit()
        or not 1900 <= part.value <= 2100
    ):
        return False
    return bool(_YEAR_BEFORE.search(text[: part.start]))
