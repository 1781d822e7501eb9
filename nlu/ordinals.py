"""Choices by place in the list: "de tweede", "optie 3", "nummer 1 en 4", "de laatste"."""

import re
from dataclasses import dataclass

from nlu.text import same_length_lower

MAX_CHOICE = 13  # the longest list of options in the questionnaire

_WORDS = {
    "eerste": 1, "1e": 1, "1ste": 1, "tweede": 2, "2e": 2, "2de": 2, "derde": 3, "3e": 3, "3de": 3, "vierde": 4, "4e": 4, "4de": 4,
    "vijfde": 5, "5e": 5, "5de": 5, "zesde": 6, "6e": 6, "6de": 6, "zevende": 7, "7e": 7, "7de": 7, "achtste": 8, "8e": 8,
    "8ste": 8, "negende": 9, "9e": 9, "tiende": 10, "10e": 10, "elfde": 11, "11e": 11, "twaalfde": 12, "12e": 12,
    "bovenste": 1, "laatste": -1, "onderste": -1, "voorlaatste": -2,
}  # fmt: skip
_NUMBERS = {"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
            "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8}  # fmt: skip

_NAMED = re.compile(r"(?<!\w)(?:optie|opties|nummer|nummers|nr\.?|keuze|antwoord|mogelijkheid|punt)\s*:?\s*(?P<first>\d{1,2}|[a-h]|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)(?!\w)")
_MORE = re.compile(r"\s*(?:,|en|plus|&|\+)\s*(?:nr\.?\s*|nummer\s*|optie\s*)?(?P<next>\d{1,2}|[a-h](?!\w)|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)(?![\w%])")
_PLACE = re.compile(r"(?<!\w)(?:de|die|het|dat|doe maar de|een na)\s+(?P<word>" + "|".join(_WORDS) + r")(?:\s+(?:optie|keuze|antwoord|mogelijkheid|twee|drie|vier|is het|graag|denk ik))?(?=\s*(?:$|[,.;!?]|en\b|maar\b|of\b|denk\b|graag\b|past\b|plus\b|is\b|uit\b|van\b|dan\b|klopt\b|lijkt\b))")
_BARE_PLACE = re.compile(r"^\W*(?P<word>" + "|".join(_WORDS) + r")(?: (?:optie|keuze|antwoord|graag|denk ik|dan))?\W*$")
_ONLY_NUMBERS = re.compile(r"^\W*(?:(?:optie|nr\.?|nummer|nummers)\s*)?\d{1,2}(?:\s*(?:,|en|&|\+|;|/|\s)\s*\d{1,2})*\W*$")
_FIRST_N = re.compile(r"(?<!\w)de (?P<side>eerste|laatste) (?P<count>twee|drie|vier|vijf|2|3|4|5)(?!\w)(?!\s+(?:jaar|maanden|weken|klanten))")


@dataclass(frozen=True)
class Ordinal:
    """A place in a list: 1 is the first, -1 the last."""

    start: int
    end: int
    value: int


def read_ordinals(text: str) -> list[Ordinal]:
    """The places in the list that a text names, in order."""
    lowered = same_length_lower(text)
    if _ONLY_NUMBERS.match(lowered):
        found = [Ordinal(m.start(), m.end(), int(m[0])) for m in re.finditer(r"\d{1,2}", lowered)]
        return found if all(0 < o.value <= MAX_CHOICE for o in found) else []
    if match := _BARE_PLACE.match(lowered):
        return [Ordinal(match.start("word"), match.end("word"), _WORDS[match["word"]])]
    if match := _FIRST_N.search(lowered):
        count = int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]
        places = range(1, count + 1) if match["side"] == "eerste" else range(-count, 0)
        return [Ordinal(match.start(), match.end(), place) for place in places]
    found = [Ordinal(m.start(), m.end(), -2 if m[0].startswith("een na") and _WORDS[m["word"]] == -1 else _WORDS[m["word"]]) for m in _PLACE.finditer(lowered)]
    for match in _NAMED.finditer(lowered):
        found.append(Ordinal(match.start(), match.end(), _number(match["first"])))
        end = match.end()
        while more := _MORE.match(lowered, end):
            found.append(Ordinal(more.start(), more.end(), _number(more["next"])))
            end = more.end()
    return sorted((o for o in found if o.value <= MAX_CHOICE and o.value != 0), key=lambda o: o.start)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]
