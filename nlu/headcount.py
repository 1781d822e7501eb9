"""How many people a sentence counts together: "12 vast en 3 uitzendkrachten", "mijn broer en ik en nog 6 man"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.amount_words import Amount
from nlu.text import same_length_lower

_JOINS = re.compile(r"(?<!\w)(?:en|plus|met daarnaast|daarnaast|nog|samen met)(?!\w)|[+&,;]")
_FAMILY = re.compile(
    r"(?<!\w)(?:mijn|m'n|mn|zijn) (?:jongste |oudste |beide )?"
    r"(?:broers?|vrouw|man|zoons?|zonen|dochters?|vader|moeder|zus|zwager|compagnon|partner|neef|maat|pa|oom)(?!\w)"
    r"|(?<!\w)(?:broer|vader|moeder|pa|zus|zwager|compagnon|zoon|dochter)(?= en ik(?!\w))"
    r"|(?<=ik en )(?:broer|vader|moeder|pa|zus|zwager|compagnon|zoon|dochter)(?!\w)"
)
_SELF = re.compile(
    r"(?<!\w)(?:(?:en|plus|\+|&) (?:ook |nog |dan )?(?:ik|ikzelf|mezelf|mijzelf|mij|mezelluf|mien|"
    r"ondergetekende)(?: zelf)?(?!\w)(?! (?:heb|ben|wil|denk|zit|doe|werk|weet|kan))"
    r"|(?:ik|ikzelf|ik zelf|mezelf),? (?:(?:en|plus|\+|&) |(?=mijn |m'n ))(?:(?:nog )?\d|(?:mijn|m'n|"
    r"mn|een|twee|drie|vier|vijf)(?!\w))|^ik met (?:nog )?(?:\d|een |twee |drie |vier |vijf ))"
)
_COUNTED = re.compile(
    r"(?<!\w)(?:inclusief|incl\.?|met|waaronder) (?:mij|mijzelf|mezelf|mij zelf|ikzelf|ondergetekende|"
    r"mijn \w+)(?: erbij)?(?!\w)"
    r"|(?:mijzelf|mezelf|mij) (?:erbij|meegerekend|meegeteld|inbegrepen)|ikzelf meegerekend"
)
_ALONE = re.compile(
    r"^(?:nee,? |nou |tja,? |eh |dat ben |ik ben |we zijn |ik |alleen )*(?:alleen(?: ik(?:zelf)?|"
    r" mijzelf| mezelf| maar ik| ondergetekende)|ikzelf|ik alleen|ik ben alleen|alleen|zzp'?er|zzp|"
    r"eenmanszaak|eenpitter|eenmansbedrijf|solo|in m'n eentje|in mijn eentje)(?!\w)"
    r"|(?<!\w)(?:ik werk|werk|ik sta er|ik ben helemaal|ben|ik doe alles|"
    r"ik doe het) (?:hier )?(?:helemaal )?(?:alleen|solo|in (?:mijn|m'n) eentje)(?!\w)(?! (?:op|met|"
    r"in|aan))"
    r"|(?<!\w)(?:ben|als) (?:een )?(?:zzp'?er|eenpitter|eenmanszaak)(?!\w)|"
    r"(?<!\w)alleen ik(?:zelf)?(?!\w)|(?<!\w)(?:eenmanszaak|eenmansbedrijf)(?!\w)|(?<!\w)(?:geen|"
    r"zonder) personeel(?!\w)(?! (?:te|genoeg))"
)
_ADDS = re.compile(r"(?<!\w)(?:en|plus|nog)(?!\w)|[+&]")
_PLACE = re.compile(r"\s*(?:op|in|aan|bij|binnen|buiten|fulltime|parttime|\w{4,})")
_SPECIFIED = re.compile(r"\s*(?:[:(]|,? namelijk|,? te weten|,? dat zijn)")  # "twee man: ik en m'n zoon"
_TOTAL_BEFORE = re.compile(r"(?:(?<!\w)(?:dus|samen|totaal|bij elkaar|opgeteld|maakt|alles samen)(?: \w+){0,2}|=)\s*$")
_TOTAL_AFTER = re.compile(r"\s*(?:in totaal|totaal|samen|bij elkaar|bij mekaar|alles samen)(?!\w)")
_STOPS = re.compile(r"[.!?]|(?<!\w)(?:waarvan|waaronder|inclusief|incl|exclusief|excl|maar)(?!\w)")


def head_count(text: str, amounts: Sequence[Amount]) -> Amount | None:
    """The total when a text adds people up or says that the owner works alone, otherwise None.

    `amounts` are those of the same text. One plain number without family or "ikzelf" is no total.
    """
    lowered = same_length_lower(text)
    counted = [
        a
        for a in amounts
        if a.unit in (None, "people") and not a.scaled and not (a.part or a.negated or a.time == "past") and a.value > 0
    ]
    relatives = list(_FAMILY.finditer(lowered))
    myself = _SELF.search(lowered) is not None and not _COUNTED.search(lowered)
    if not counted:
        return _without_numbers(lowered, relatives, myself)
    if any(a.time == "now" for a in counted) or any(a.time == "future" for a in counted):
        return None
    if (whole := _said_total(counted, lowered)) is not None:
        return replace(whole, unit="people", total=True)
    joined = [counted[0]]
    for number, amount in enumerate(counted[1:], 1):
        between = lowered[joined[-1].end : amount.start]
        if _STOPS.search(between) or not (_JOINS.search(between) or _two_groups(joined[-1], between, amount, lowered)):
            break
        until = counted[number + 1].start if number + 1 < len(counted) else len(lowered)
        if amount.unit is None and not _ADDS.search(between) and not _PLACE.match(lowered[amount.end : until]):
            break
        joined.append(amount)
    if len(joined) > 1 and not any(a.unit == "people" for a in joined) and not _described(joined, lowered):
        return None
    if len(joined) == 1 and _SPECIFIED.match(lowered[joined[0].end :]):
        return None
    extra = int(myself) + (sum(_persons(m[0]) for m in relatives) if myself else 0)
    if len(joined) == 1 and not extra:
        return None
    value = sum(a.value for a in joined) + extra
    return Amount(
        min(joined[0].start, *(m.start() for m in relatives), joined[0].start) if relatives else joined[0].start,
        joined[-1].end, value, sum(a.low for a in joined) + extra, sum(a.high for a in joined) + extra,
        "people", any(a.approximate for a in joined), total=True,
    )  # fmt: skip


def _described(joined: Sequence[Amount], text: str) -> bool:
    """Whether each number says where its people are: "12 op de vloer en 3 op kantoor"; "3, 4" does not."""
    ends = [*(a.start for a in joined[1:]), len(text)]
    if all(text[a.end : b.start].strip() in ("+", "plus") for a, b in pairwise(joined)):
        return True
    return all(_PLACE.match(text[a.end : end]) for a, end in zip(joined, ends, strict=True))


def _two_groups(first: Amount, between: str, second: Amount, text: str) -> bool:
    """Whether two numbers without a comma are two groups: "20 in de fabriek 5 op kantoor", "10 lassers 4 draaiers"."""
    if re.match(r"\s*(?:op|in|aan|bij|binnen|buiten)\s", between):
        return _PLACE.match(text[second.end :]) is not None
    trade = text[first.start : first.end].split()[-1]
    return not between.strip() and first.unit == second.unit == "people" and trade.endswith(("ers", "eurs"))


def _said_total(counted: Sequence[Amount], text: str) -> Amount | None:
    """The number that is the sum of the others, or is said to be: "64 (50 productie, 14 kantoor)", "en ik, dus 4"."""
    for amount in counted:
        if len(counted) > 2 and 2 * amount.value == sum(a.value for a in counted):
            return amount
    for before, amount in pairwise(counted):
        lead, tail = text[before.end : amount.start], text[amount.end : amount.end + 20]
        if _TOTAL_BEFORE.search(lead) or _TOTAL_AFTER.match(tail):
            return amount
    return None


def _without_numbers(text: str, relatives: Sequence[re.Match[str]], myself: bool) -> Amount | None:
    if relatives and (myself or re.search(r"(?<!\w)(?:ik|samen met)(?!\w)", text)):
        value = float(1 + sum(_persons(m[0]) for m in relatives))
        return Amount(relatives[0].start(), relatives[-1].end(), value, value, value, "people", total=True)
    if (match := _ALONE.search(text)) is not None:
        return Amount(match.start(), match.end(), 1.0, 1.0, 1.0, "people", total=True)
    return None


def _persons(words: str) -> int:
    """Relatives named: "mijn broer" is one, "mijn zoons" at least two."""
    return 2 if words.endswith(("broers", "zoons", "zonen", "dochters")) else 1
