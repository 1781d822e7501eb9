"""What the words around an amount say: then or now, not, about, a part, and which question it is about."""

import re
from dataclasses import replace

from nlu.amount_words import Amount, lexicon

_NEGATION = re.compile(
    r"(?:\bniet|\bgeen|\bi\.?p\.?v\.?|\bin plaats van|\bnee)\s+(?:meer |langer |de |eens |ongeveer |zo'n )?$"
)
_STILL_MEANT = re.compile(r"\bnee,?\s+$|niet meer dan\s+$|\b(?:net|nog|net nog) geen\s+$")
MIN_YEARS = 2
_LATER = re.compile(r"\bover \w+ (?:jaar|maanden|jaren)\b")


def with_context(amount: Amount, index: int, amounts: list[Amount], text: str) -> Amount:
    """Mark what the words around an amount say: approximate, then or now, negated, a subset."""
    words = lexicon().phrases
    begin = amounts[index - 1].end if index else 0
    until = amounts[index + 1].start if index + 1 < len(amounts) else len(text)
    lead = text[max(begin, amount.start - 60) : amount.start]
    tail = re.split(r"[,;.(]|\bmaar\b|\ben\b|\bnu\b", text[amount.end : min(until, amount.end + 40)])[0]
    near = lead[-25:]
    approximate = (
        amount.approximate
        or any(words[name].search(near) for name in ("less", "more", "about"))
        or bool(words["about"].search(tail))
    )
    time = next((name for side in (lead, tail) for name in ("now", "future", "past") if words[name].search(side)), None)
    if time == "now" and not words["now"].search(lead) and amount.end + len(tail) == until < len(text):
        time = None  # "van de 120 zijn er nog 65 over": those words are about the next
    if time is None and _LATER.search(lead):
        time = "future"
    if (
        index
        and re.search(r"\bvan\b[^,;.]*$", text[: amounts[index - 1].start][-20:])
        and lead.strip() in ("naar", "terug naar", "gegaan naar", "gegroeid naar")
    ):
        time = "now"
    negated = bool(_NEGATION.search(lead)) and not _STILL_MEANT.search(lead)
    part = bool(index) and bool(words["part"].search(lead))
    part = part or (_is_fte(amount, text) and any(a.unit == "people" and not _is_fte(a, text) for a in amounts))
    lean = -1 if words["less"].search(near) else 1 if words["more"].search(near) else 0
    return replace(
        amount,
        approximate=approximate,
        time=time,
        negated=negated,
        part=part,
        lean=lean,
        about=about_of(amount, begin, until, text),
    )


_YEAR = re.compile(r"\b(?:19[5-9]|20[0-4])\d\b")


def with_years(amounts: list[Amount], text: str) -> list[Amount]:
    """Where each amount has its year, the latest is what holds now: "15 mln in 2024, 17 mln in 2025"."""
    if len(amounts) < MIN_YEARS:
        return amounts
    ends = [*(a.start for a in amounts[1:]), len(text)]
    after = [_YEAR.search(text[a.end : end]) for a, end in zip(amounts, ends, strict=True)]
    starts = [0, *(a.end for a in amounts[:-1])]
    before = [_YEAR.search(text[start : a.start]) for a, start in zip(amounts, starts, strict=True)]
    years = next((found for found in (after, before) if all(found)), None)
    if years is None or any(a.unit != amounts[0].unit for a in amounts):
        return amounts
    latest = max(year[0] for year in years if year)
    return [
        replace(amount, time="now" if year and year[0] == latest else "past")
        for amount, year in zip(amounts, years, strict=True)
    ]


def _is_fte(amount: Amount, text: str) -> bool:
    """Full-time jobs, not heads: beside a number of people they are the lesser answer."""
    return re.search(r"\b[fv]te", text[amount.start : amount.end]) is not None


_CLAUSE_END = re.compile(r"[,;.!?]\s|\b(?:en|maar|met|terwijl|waarvan|bij)\b")


def about_of(amount: Amount, begin: int, until: int, text: str) -> str | None:
    """The question whose words stand nearest to the amount, in its own clause first."""
    lead, tail = text[max(begin, amount.start - 45) : amount.start], text[amount.end : min(until, amount.end + 45)]
    own_tail = _CLAUSE_END.split(tail)[0]
    own_lead = _CLAUSE_END.split(lead)[-1]
    for piece in (own_lead, own_tail, lead):
        for question, pattern in lexicon().about.items():
            if pattern.search(piece) and (amount.unit is None or amount.unit == lexicon().about_unit[question]):
                return question
    return None
