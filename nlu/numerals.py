"""Numbers in Dutch text, in digits and in words, each with the place where it stands.

`text2num` reads the number words; this module adds what people type around them: Dutch and English separators,
halves and quarters ("anderhalf", "tweeënhalf", "2½"), "komma", dialect and small typing errors. What a number
counts, its scale ("ton", "k") and its range are for `amounts`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz
from text_to_num import text2num

from nlu.text import same_length_lower

MAX_DIGITS = 13  # longer runs of digits are codes, not quantities


@dataclass(frozen=True)
class Token:
    """A word, number or sign of the text; `value` is set when it is a number."""

    text: str
    start: int
    end: int
    value: float | None = None
    digits: bool = False


_TOKEN = re.compile(
    r"""
    (?P<grouped>(?<![\w.,])\d{1,3}
        (?:(?:[.]\d{3})+(?:,\d{1,2})?|(?:[ ']\d{3})+(?:,\d{1,2})?|(?:,\d{3}){2,}(?:\.\d{1,2})?)
        (?![\d]|[.,]\d))
    | (?P<number>(?<!.)[.,]\d{1,2}(?=\s*m|\s*ton)|\d+(?:[.,]\d+)?)
    | (?P<vulgar>[½¼¾])
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*|['’]n\b|['’]t\b)
    | (?P<sign>\+/-|\+-|<=|>=|[^\s\w])
    """,
    re.VERBOSE,
)

_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_HALF_WORDS = {"anderhalf": 1.5, "anderhalve": 1.5, "anderhalfje": 1.5, "eenenhalf": 1.5, "eneenhalf": 1.5}
_PART_WORDS = {
    "half": 0.5, "halve": 0.5, "halfje": 0.5, "kwart": 0.25, "kwartje": 0.25, "driekwart": 0.75,
}  # fmt: skip
PARTS = frozenset(_PART_WORDS)

_MORPHEMES = (
    "nul|een|één|eén|twee|twé|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|vijftig|dertig|veertig|"
    "twintig|zestig|zeventig|tachtig|negentig|honderd|duizend|en|ën"
)
_NUMBER_WORD = re.compile(rf"(?:{_MORPHEMES})+")
_HALF_COMPOUND = re.compile(r"(.+?)(?:ë|e)n(?:een)?hal(?:f|ve)")
_HALF_JOINED = re.compile(r"(.+)hal(?:f|ve)")

# Spellings from the east, the south and the phone keyboard; the standard word is what text2num knows.
_DIALECT = {
    "twaalv": "twaalf", "twie": "twee", "twei": "twee", "drei": "drie", "veer": "vier", "vief": "vijf", "vuuf": "vijf",
    "viif": "vijf",
    "zesse": "zes", "zeuven": "zeven", "zeuve": "zeven", "zeve": "zeven", "achte": "acht", "neege": "negen",
    "negene": "negen",
    "neuge": "negen", "neugen": "negen", "tiene": "tien", "teen": "tien", "twaalve": "twaalf", "twalf": "twaalf",
    "achtien": "achttien", "twintug": "twintig", "dartig": "dertig", "veftig": "vijftig", "vieftig": "vijftig",
    "viftig": "vijftig", "zestug": "zestig", "tachentig": "tachtig", "hondert": "honderd", "hunderd": "honderd",
    "duuzend": "duizend", "ene": "één", "eentje": "één", "tweetal": "twee", "drietal": "drie", "viertal": "vier",
    "vijftal": "vijf", "zestal": "zes", "zevental": "zeven", "achttal": "acht", "negental": "negen", "tiental": "tien",
    "dozijn": "twaalf", "twaalftal": "twaalf", "vijftiental": "vijftien", "twintigtal": "twintig",
    "dertigtal": "dertig",
    "veertigtal": "veertig", "vijftigtal": "vijftig", "zestigtal": "zestig", "tachtigtal": "tachtig",
    "honderdtal": "honderd", "nix": "nul", "noppes": "nul", "zero": "nul",
    "one": "één", "two": "twee", "three": "drie", "five": "vijf", "six": "zes", "seven": "zeven", "eight": "acht",
    "nine": "negen",
    "ten": "tien", "twelve": "twaalf", "fifteen": "vijftien", "twenty": "twintig", "thirty": "dertig",
    "forty": "veertig",
    "fifty": "vijftig", "hundred": "honderd", "zwei": "twee", "fünf": "vijf", "sechs": "zes", "sieben": "zeven",
    "neun": "negen", "zehn": "tien", "zwölf": "twaalf", "zwanzig": "twintig", "dreissig": "dertig", "dreißig": "dertig",
    "vierzig": "veertig", "fünfzig": "vijftig", "tweeen": "twee", "tweeën": "twee", "drieen": "drie", "drieën": "drie",
    "vieren": "vier", "vijven": "vijf", "zessen": "zes", "zevenen": "zeven", "achten": "acht", "negenen": "negen",
    "tienen": "tien", "elven": "elf", "twaalven": "twaalf",
}  # fmt: skip
# The same sounds inside a longer word: "viefentwintig", "dreiendartig".
_SOUNDS = (
    (re.compile(r"vief|vuuf|viif|vijv|vyf|vijff"), "vijf"), (re.compile(r"twei|twie"), "twee"),
    (re.compile(r"drei"), "drie"), (re.compile(r"zeuve?n"), "zeven"), (re.compile(r"n[eu]{2}gen?"), "negen"),
    (re.compile(r"dartig"), "dertig"), (re.compile(r"v[ei]{1,2}ftig"), "vijftig"),
    (re.compile(r"tachentig"), "tachtig"),
    (re.compile(r"hondertien"), "honderdtien"),
    (re.compile(r"hond?ert(?!ien)|hunderd"), "honderd"), (re.compile(r"du[iu]zen[dt]|duisend"), "duizend"),
    (re.compile(r"tgi?$"), "tig"), (re.compile(r"tug$"), "tig"),
)  # fmt: skip
# "met z'n achten" is a number, "wij achten" is not: these count only after "met z'n", "met ons".
_TOGETHER_ONLY = {"achten", "vieren", "vijven", "zessen", "tweeen", "tweeën", "drieen", "drieën", "zevenen", "negenen",
                  "tienen", "elven", "twaalven", "ene", "teen", "veer", "ten"}  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_UNITS = ("", "eenen", "tweeën", "drieën", "vieren", "vijfen", "zesen", "zevenen", "achten", "negenen")
_SAFE_TYPOS = (
    *(unit + ten for ten in _TENS for unit in _UNITS),
    *(
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
        "twaalf",
        "honderd",
        "duizend",
    ),
    *("honderdvijftig", "tweehonderd", "driehonderd", "vijfhonderd", "anderhalf", "anderhalve"),
)
_NOT_TYPOS = frozenset(
    {"honderden", "duizenden", "veertiger", "zestiger", "dertiger", "veertiende", "vijftiende", "twintigste"}
)


@lru_cache(maxsize=4096)
def word_value(word: str, together: bool = False) -> float | None:
    """The number that one lower-case word stands for, or None.

    `together` is true after "met z'n" or "met ons", where inflected forms count ("met z'n vijven").
    """
    if word in _TOGETHER_ONLY and not together:
        return None
    word = _DIALECT.get(word, word)
    if word in _HALF_WORDS:
        return _HALF_WORDS[word]
    if _NUMBER_WORD.fullmatch(word):
        return _library(word)
    for pattern in (_HALF_COMPOUND, _HALF_JOINED):
        if match := pattern.fullmatch(word):
            whole = _library(match[1])
            return None if whole is None else whole + 0.5
    return _by_sound(word) or _typing_error(word)


def _by_sound(word: str) -> float | None:
    """The number that a word in dialect or without its vowel stands for: "vuuftien", "zestg"."""
    standard = word
    for pattern, spelling in _SOUNDS:
        standard = pattern.sub(spelling, standard)
    return _library(standard) if standard != word and _NUMBER_WORD.fullmatch(standard) else None


_DIAERESIS = re.compile(r"(twee|drie)en(?=\w)")  # "tweeendertig" for "tweeëndertig"


def _library(words: str) -> float | None:
    try:
        return float(text2num(_DIAERESIS.sub(r"\1ën", words.replace("twé", "twee")), "nl"))
    except ValueError:
        return None


def _typing_error(word: str) -> float | None:
    if len(word) < 6 or word in _NOT_TYPOS or not word.isalpha():
        return None
    for known in _SAFE_TYPOS:
        if abs(len(known) - len(word)) <= 1 and word[:2] == known[:2] and fuzz.ratio(word, known) >= 85:
            return _HALF_WORDS.get(known) or _library(known)
    return None


def digits_value(text: str) -> float:
    """The value of a number in digits with Dutch or English separators ("1.250,50", "1,250.50", "2.4", "3.500")."""
    plain = re.sub(r"[ '’\u00a0]", "", text)
    if "." in plain and "," in plain:
        decimal = max(plain.rfind("."), plain.rfind(","))
        return float(re.sub(r"[.,]", "", plain[:decimal]) + "." + plain[decimal + 1 :])
    for mark in ".,":
        if mark in plain:
            head, *tail = plain.split(mark)
            grouped = all(len(part) == 3 for part in tail) and head not in ("", "0") and len(head) <= 3
            return float("".join([head, *tail])) if grouped else float(f"{head}.{tail[0]}")
    return float(plain)


_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")  # "twee-en-een-half"
_TOGETHER = frozenset({"z'n", "zn", "zijn", "zien", "zin", "ons", "oons", "hun", "us"})
_WITH_SCALE = re.compile(r"(\w{2,}?)(miljoen|miljard|mille|ton|mln)")


def _split_scale(word: str, start: int) -> list[Token]:
    """Read "vijfton" and "halfmiljoen" as two words."""
    match = _WITH_SCALE.fullmatch(word)
    value = None if match is None else _PART_WORDS.get(match[1], word_value(match[1]))
    if match is None or value is None:
        return []
    middle = start + len(match[1])
    return [Token(match[1], start, middle, value), Token(match[2], middle, start + len(word))]


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text in order, single numbers already read, in lower case."""
    found: list[Token] = []
    for match in _TOKEN.finditer(_HYPHEN.sub(" ", same_length_lower(text))):
        word, start, end = match[0], match.start(), match.end()
        if match.lastgroup in ("grouped", "number"):
            value = digits_value(word) if sum(c.isdigit() for c in word) <= MAX_DIGITS else None
            found.append(Token(word, start, end, value, digits=True))
        elif match.lastgroup == "vulgar":
            found.append(Token(word, start, end, _VULGAR[word], digits=True))
        elif match.lastgroup == "word":
            together = len(found) > 0 and found[-1].text in _TOGETHER
            found.extend(_split_scale(word, start) or [Token(word, start, end, word_value(word, together))])
        else:
            found.append(Token(word, start, end))
    return found


def _joined(parts: Sequence[Token], value: float) -> Token:
    text = " ".join(part.text for part in parts)
    return Token(text, parts[0].start, parts[-1].end, value, any(part.digits for part in parts))


def numerals(text: str) -> list[Token]:
    """The tokens of a text with numbers of several words made one ("twee honderd vijftig", "2 en een half")."""
    return _with_fractions(_with_compounds(tokens(text)))


def _with_compounds(parts: list[Token]) -> list[Token]:
    """Join neighbouring number words that make one number."""
    joined: list[Token] = []
    at = 0
    while at < len(parts):
        taken = _longest_number(parts, at)
        if taken is None:
            joined.append(parts[at])
            at += 1
        else:
            value, length = taken
            joined.append(_joined(parts[at : at + length], value))
            at += length
    return joined


def _longest_number(parts: list[Token], at: int) -> tuple[float, int] | None:
    if parts[at].value is None or parts[at].digits:
        return None
    end = at
    while (
        end < len(parts)
        and end - at < 7
        and ((parts[end].value is not None and not parts[end].digits) or parts[end].text == "en")
    ):
        end += 1
    for length in range(end - at, 1, -1):
        words = [_DIALECT.get(part.text, part.text) for part in parts[at : at + length]]
        if "en" in (words[0], words[-1]):
            continue
        value = _library(" ".join(words))
        if value is None and "en" not in words:
            value = _library("".join(words))
        if value is not None:
            return value, length
    return None


def _with_fractions(parts: list[Token]) -> list[Token]:
    """Read "2 en een half", "twee en een kwart", "2½", "3 komma 5", "half", "een kwart"."""
    done: list[Token] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        following = [p.text for p in parts[at + 1 : at + 4]]
        after = parts[at + 1] if at + 1 < len(parts) else None
        if (
            part.value is not None
            and following[:2] in (["en", "een"], ["en", "'n"], ["en", "n"])
            and following[2:]
            and following[2] in PARTS
        ):
            done.append(_joined(parts[at : at + 4], part.value + _PART_WORDS[following[2]]))
            at += 4
        elif (
            part.value is not None and len(following) > 1 and following[0] == "en" and following[1] in ("half", "halve")
        ):
            done.append(_joined(parts[at : at + 3], part.value + 0.5))
            at += 3
        elif (share := _written_fraction(parts, at)) is not None:
            done.append(_joined(parts[at : at + 3], share))
            at += 3
        elif part.text == "ander" and following[:1] in (["half"], ["halve"]):
            done.append(_joined(parts[at : at + 2], 1.5))
            at += 2
        elif part.value is not None and following and following[0] == "1" and _slash_half(parts, at):
            done.append(_joined(parts[at : at + 4], part.value + 0.5))
            at += 4
        elif part.value is not None and after is not None and after.text in _VULGAR and after.start == part.end:
            done.append(_joined(parts[at : at + 2], part.value + _VULGAR[after.text]))
            at += 2
        elif part.value is not None and _spoken_decimal(parts, at):
            decimals = parts[at + 2].value or 0
            done.append(_joined(parts[at : at + 3], float(f"{int(part.value)}.{int(decimals)}")))
            at += 3
        elif part.text in PARTS and not (part.text == "half" and following[:2] == ["om", "half"]):
            times = (
                done.pop() if part.text == "kwart" and done and done[-1].value == 3 and not done[-1].digits else None
            )
            value = _PART_WORDS[part.text] * (3 if times else 1)
            done.append(replace(part, start=times.start if times else part.start, value=value))
            at += 1
        else:
            done.append(part)
            at += 1
    return done


_FRACTIONS = {"1/2": 0.5, "1/3": 1 / 3, "1/4": 0.25, "3/4": 0.75}
_WHOLES = ("miljoen", "mln", "mio", "ton", "procent", "%", "miljard")


def _written_fraction(parts: list[Token], at: int) -> float | None:
    """The value of "1/2" or "3/4" before a whole ("3/4 miljoen"); "6/7 ton" is a range."""
    if at + 3 >= len(parts) or parts[at + 3].text not in _WHOLES:
        return None
    return _FRACTIONS.get("".join(p.text for p in parts[at : at + 3]))


def _slash_half(parts: list[Token], at: int) -> bool:
    """Whether "2 1/2" stands here."""
    return [p.text for p in parts[at + 1 : at + 4]] == ["1", "/", "2"]


def _spoken_decimal(parts: list[Token], at: int) -> bool:
    if at + 2 >= len(parts) or parts[at + 1].text not in ("komma", "punt"):
        return False
    whole, decimals = parts[at].value, parts[at + 2].value
    return (
        whole is not None
        and whole.is_integer()
        and decimals is not None
        and decimals.is_integer()
        and 0 <= decimals < 100
    )
