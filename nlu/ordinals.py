"""Choices by place in the list: "de tweede", "optie 3", "nummer 1 en 4", "de laatste"."""

import re
from dataclasses import dataclass

from nlu.text import same_length_lower

MAX_CHOICE = 13  # the longest list of options in the questionnaire

_STEMS = (
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
    "elfde",
    "twaalfde",
)
_WORDS = (
    {stem: n for n, stem in enumerate(_STEMS, start=1)}
    | {f"{n}{ending}": n for n in range(1, 13) for ending in ("e", "de", "ste")}
    | {"bovenste": 1, "laatste": -1, "onderste": -1, "voorlaatste": -2}
)
_COUNTED = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_NUMBERS = {word: n for words in (_COUNTED, "abcdefgh") for n, word in enumerate(words, start=1)} | {"één": 1}

_NAMED = re.compile(
    r"(?<!\w)(?:optie|opties|nummer|nummers|nr\.?|keuze|antwoord|mogelijkheid|"
    r"punt)\s*:?\s*(?P<first>\d{1,2}|[a-h]|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|"
    r"tien)(?!\w)"
)
_MORE = re.compile(
    r"\s*(?:,|en|plus|&|\+)\s*(?:nr\.?\s*|nummer\s*|optie\s*)?(?P<next>\d{1,2}|[a-h](?!\w)|een|twee|"
    r"drie|vier|vijf|zes|zeven|acht|negen|tien)(?![\w%])"
)
_PLACE = re.compile(
    r"(?<!\w)(?:de|die|het|dat|doe maar de|een na)\s+(?P<word>"
    + "|".join(_WORDS)
    + r")(?:\s+(?:optie|keuze|antwoord|mogelijkheid|twee|drie|vier|is het|graag|denk ik))?"
    r"(?=\s*(?:$|[,.;!?]|(?:en|maar|of|denk|graag|past|plus|is|uit|van|dan|klopt|lijkt)\b))"
)
_BARE_PLACE = re.compile(r"^\W*(?P<word>" + "|".join(_WORDS) + r")(?: (?:optie|keuze|antwoord|graag|denk ik|dan))?\W*$")
_ONLY_NUMBERS = re.compile(
    r"^\W*(?:(?:optie|nr\.?|nummer|nummers)\s*)?\d{1,2}(?:\s*(?:,|en|&|\+|;|/|\s)\s*\d{1,2})*\W*$"
)
_FIRST_N = re.compile(
    r"(?<!\w)de (?P<side>eerste|laatste) (?P<count>twee|drie|vier|vijf|2|3|4|5)(?!\w)(?!\s+(?:jaar|"
    r"maanden|weken|klanten))"
)


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
    found = [
        Ordinal(m.start(), m.end(), -2 if m[0].startswith("een na") and _WORDS[m["word"]] == -1 else _WORDS[m["word"]])
        for m in _PLACE.finditer(lowered)
    ]
    for match in _NAMED.finditer(lowered):
        found.append(Ordinal(match.start(), match.end(), _number(match["first"])))
        end = match.end()
        while more := _MORE.match(lowered, end):
            found.append(Ordinal(more.start(), more.end(), _number(more["next"])))
            end = more.end()
    return sorted((o for o in found if o.value <= MAX_CHOICE and o.value != 0), key=lambda o: o.start)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]
