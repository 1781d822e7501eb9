"""Places, provinces and postcodes in running text, with typing errors.

The names are those of `knowledge/places.json`, the postcodes those of `knowledge/postcode_ranges.yaml`. A name that
is also an everyday word ("Best", "Well", "Made") counts only when the text is just that name or says that it is a
place ("in Best").
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from nlu.text import fold, same_length_lower

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
WORDS = Path(__file__).parent / "places.yaml"
TYPO_SCORE = 80  # rapidfuzz ratio; with one error in a name 96.5% is right, 0.5% wrong (measured on 1,200 names)
SOUND_SCORE = 90  # the same for spellings by ear, "Zutfen"
TYPO_MARGIN = 3  # names this close to the best count as well
SHORT = 4  # letters: such a name inside a sentence is more likely a word
MAX_WORDS = 5  # longest name: "Alphen aan den Rijn" and the like, with a province

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*\.?|\([^)]{1,20}\)|'[st](?=[\s-])", re.UNICODE)
_POSTCODE = re.compile(
    r"(?<![\w.,€+-])(?P<digits>[1-9]\d{3})(?:\s?(?P<letters>[a-z]{2})(?![\w]))?(?![\d%]|[.,]\d|"
    r"\s?(?:euro|man\b|mensen|fte|stuks))"
)
_NOT_LETTERS = frozenset({"kg", "km", "mm", "cm", "pk", "kw", "cc", "st", "m2", "of", "en", "in", "op", "te", "is",
    "ke", "we", "er", "nu", "ca", "al", "ja", "bv", "mw",
                          "fte", "ik", "me", "na", "om", "zo", "per", "aan", "uur", "eu", "dm", "hp",
                          "ls"})  # fmt: skip
_POSTCODE_CUE = re.compile(r"\b(?:postcode|pc|post code|zip)\b(?: is| van ons is|:|)\s*$")
_COUNTED_NEXT = re.compile(r"\s*,?\s*(?:met |en )?(?:met )?\d")
_CUE = re.compile(
    r"\b(?:(?P<at>in|te|uit|plaats naar|plaats|gemeente|provincie|vestigingsplaats|standplaats|locatie|vanuit|"
    r"moet zijn|wordt)|"
    r"(?P<near>bij|nabij|omgeving|regio|rond|rondom|vlakbij|onder de rook van|tussen|near))(?: is|"
    r" is het|:| het| de| t| 't)?\s*$"
)


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `places.yaml`."""
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(map(str, found)) for name, found in lists.items()}


@dataclass(frozen=True)
class Place:
    """A place in the text: its official name, the provinces it can lie in (largest first), how sure (0-100).

    `cue` is "at" after "in" and the like, "near" after "bij" and the like; `ambiguous` when places of this name lie in
    several provinces, also when the text says which one is meant.
    """

    start: int
    end: int
    name: str
    provinces: tuple[str, ...]
    score: float
    cue: str = ""
    ambiguous: bool = False


@dataclass(frozen=True)
class Postcode:
    """Four digits and the province they lie in."""

    start: int
    end: int
    pc4: str
    province: str
    certain: bool


@dataclass(frozen=True)
class Province:
    """A province named as such."""

    start: int
    end: int
    code: str


def normalise(name: str) -> str:
    """The form in which names are compared: "St. Jan" is "sint jan", "'s-Gravenhage" is "s gravenhage"."""
    plain = re.sub(r"['’‘`´]", "", fold(name))
    plain = re.sub(r"\bst\.", "sint ", plain)
    return " ".join(re.sub(r"[-/.,()]", " ", plain).split())


@cache
def gazetteer() -> dict[str, Any]:
    """The content of `places.json`. Raises FileNotFoundError when the knowledge folder is incomplete."""
    content: dict[str, Any] = json.loads((KNOWLEDGE / "places.json").read_text(encoding="utf-8"))
    return content


@cache
def _names() -> list[str]:
    return list(gazetteer()["places"])


@cache
def _ranges() -> tuple[list[int], list[str]]:
    rows = yaml.safe_load((KNOWLEDGE / "postcode_ranges.yaml").read_text(encoding="utf-8"))["ranges"]
    return [row[0] for row in rows], [row[2] for row in rows]


def province_of_postcode(digits: int) -> str:
    """The province of a four-digit postcode from 1000 to 9999."""
    starts, provinces = _ranges()
    return provinces[bisect_right(starts, digits) - 1]


def read_postcodes(text: str) -> list[Postcode]:
    """Postcodes in a text; without letters only "postcode 7553", "7553 Hengelo" or a text of just four digits."""
    lowered = same_length_lower(text)
    found = []
    for match in _POSTCODE.finditer(lowered):
        lead, tail = lowered[: match.start()], lowered[match.end() :]
        capitals = match["letters"] is not None and text[match.start("letters") : match.end("letters")].isupper()
        letters = match["letters"] is not None and (capitals or match["letters"] not in _NOT_LETTERS)
        end = match.end() if letters else match.end("digits")
        place_after = normalise(" ".join(lowered[end:].split()[:1])) in gazetteer()["places"] and not re.match(
            r"\s*(?:\w+\s+)?(?:man|mensen)", tail
        )
        certain = letters or _POSTCODE_CUE.search(lead) is not None or place_after
        alone = (
            not re.sub(r"[\W_]+", "", lead + tail) or set(re.findall(r"\w+", lead + " " + tail)) <= word_lists()["talk"]
        )
        if certain or alone:
            digits = match["digits"]
            found.append(Postcode(match.start(), end, digits, province_of_postcode(int(digits)), certain))
    return found


def read_provinces(text: str) -> list[Province]:
    """Provinces named in a text, in order."""
    lowered = fold_same_length(text)
    names = gazetteer()["province_names"]
    pattern = "|".join(re.escape(name).replace(r"\ ", r"[ -]?") for name in sorted(names, key=len, reverse=True))
    found = []
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", lowered):
        key = next(name for name in names if re.fullmatch(re.escape(name).replace(r"\ ", "[ -]?"), match[0]))
        found.append(Province(match.start(), match.end(), names[key]))
    return found


def fold_same_length(text: str) -> str:
    """Lower case without accents, every character in its place."""
    return "".join(f if len(f := fold(c)) == 1 else c for c in same_length_lower(text))


def read_places(text: str) -> list[Place]:
    """Places named in a text, longest names first where they overlap; typing errors only in short texts."""
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)][:80]
    found: list[Place] = []
    at = 0
    while at < len(words):
        place, used = _place_at(words, at, text)
        if place is not None:
            found.append(place)
        at += max(used, 1)
    return found or _with_typos(words, text)


def _place_at(words: list[tuple[str, int, int]], at: int, text: str) -> tuple[Place | None, int]:
    places = gazetteer()["places"]
    for length in range(min(MAX_WORDS, len(words) - at), 0, -1):
        start, end = words[at][1], words[at + length - 1][2]
        key = normalise(text[start:end])
        base, hint = (key, None) if key in places else _split_hint(key)
        if base not in places or (hint is not None and hint not in places[base]["provinces"]):
            continue
        if not _meant_as_place(base, words, at, length, text):
            continue
        provinces = (hint,) if hint else tuple(places[base]["provinces"])
        if hint is None and len(provinces) > 1 and (named := _province_nearby(text, end, provinces)):
            provinces = (named,)
        return Place(
            start, end, places[base]["name"], provinces, 100.0, _cue(text, start), _is_ambiguous(places[base])
        ), length
    return None, 0


@lru_cache(maxsize=16)
def _codes_in(text: str) -> tuple[str, ...]:
    return tuple(province.code for province in read_provinces(text))


def _province_nearby(text: str, end: int, provinces: tuple[str, ...]) -> str | None:
    """The province that settles a name in two: "Hengelo in Gelderland", "Bergen, Limburg"."""
    named = [code for code in _codes_in(text) if code in provinces]
    return named[0] if len(named) == 1 else None


def _split_hint(key: str) -> tuple[str, str | None]:
    hints = gazetteer()["hints"]
    parts = key.split()
    for length in (2, 1):
        if len(parts) > length and (province := hints.get(" ".join(parts[-length:]))):
            return " ".join(parts[:-length]), province
    return key, None


def _is_ambiguous(record: dict[str, Any]) -> bool:
    return len(record["provinces"]) > 1


def _cue(text: str, start: int) -> str:
    """Which kind of place word stands right before: "at", "near" or none."""
    match = _CUE.search(same_length_lower(text[max(0, start - 40) : start]))
    return "" if match is None else "at" if match["at"] else "near"


def _meant_as_place(base: str, words: list[tuple[str, int, int]], at: int, length: int, text: str) -> bool:
    """Everyday words and short names need a cue or to be the whole answer; other names count anywhere."""
    others = [fold(w) for i, (w, _, _) in enumerate(words) if not at <= i < at + length]
    alone = all(w in word_lists()["talk"] or w.isdigit() or len(w) <= 2 for w in others)
    if (base in word_lists()["talk"] and others) or base in word_lists()["countries"]:
        return False
    province = gazetteer()["province_names"].get(base)
    if province is not None and province not in gazetteer()["places"][base]["provinces"]:
        return False  # "Zeeland" is the province, not the village in Noord-Brabant
    if alone or (_cue(text, words[at][1]) and base not in ("een", "de", "het", "zijn", "ons")):
        return base not in word_lists()["talk"] or not others
    if at == 0 and _COUNTED_NEXT.match(text[words[at + length - 1][2] :]):
        return True  # "Oss, 45 man"
    if base in word_lists()["everyday"]:
        return False
    if len(base) <= SHORT:
        return at == 0 and text[words[at + length - 1][2] :].startswith(",") and text[0].isupper()
    return len(base) > 6 or text[words[at][1]].isupper()


_QUARTER = re.compile(r" (?:noord|zuid|oost|west|centrum|stad)$")
_EAR = (("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "g"), ("sch", "s"), ("ij", "ei"), ("y", "ei"), ("qu", "kw"),
    ("x", "ks"),
        ("c", "k"), ("z", "s"), ("v", "f"), ("dt", "t"), ("ou", "au"), ("ae", "a"), ("uy", "ui"))  # fmt: skip


def _sound(name: str) -> str:
    """A name as it sounds: different spellings of one sound become the same letters."""
    for spelling, sound in _EAR:
        name = name.replace(spelling, sound)
    return re.sub(r"(.)\1", r"\1", name)


@cache
def _sounds() -> list[str]:
    return [_sound(name) for name in _names()]


def _with_typos(words: list[tuple[str, int, int]], text: str) -> list[Place]:
    """The names within a typing error of what is left of a short text without its small talk."""
    content = [(w, s, e) for w, s, e in words if fold(w).strip(".") not in word_lists()["talk"]]
    if not 1 <= len(content) <= 4 or len(words) > 9:
        return []
    start, end = content[0][1], content[-1][2]
    base = normalise(text[start:end])
    if len(base) < 4 or not any(c.isalpha() for c in base):
        return []
    stem, hint = _split_hint(base)
    if stem in gazetteer()["province_names"] or stem in word_lists()["countries"]:
        return []
    if (town := _QUARTER.sub("", stem)) in gazetteer()["places"]:
        stem = town
    ranked = process.extract(stem, _names(), scorer=fuzz.ratio, score_cutoff=TYPO_SCORE, limit=6)
    if not ranked:
        sounds = process.extract(_sound(stem), _sounds(), scorer=fuzz.ratio, score_cutoff=SOUND_SCORE, limit=6)
        ranked = [(_names()[index], score - 10, index) for _, score, index in sounds]
    if not ranked:
        return []
    best = ranked[0][1]
    found = []
    for name, score, _ in ranked:
        record = gazetteer()["places"][name]
        provinces = tuple(p for p in record["provinces"] if hint in (None, p))
        if best - score <= TYPO_MARGIN and provinces:
            found.append(
                Place(start, end, record["name"], provinces, round(score, 1), _cue(text, start), _is_ambiguous(record))
            )
    return found
