"""Places, provinces and postcodes in running text, with typing errors.

The names are those of `knowledge/places.json`, the postcodes those of `knowledge/postcode_ranges.yaml`. A name that
is also an everyday word ("Best", "Well", "Made") counts only when the text is just that name or says that it is a
place ("in Best").
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from nlu.text import fold, same_length_lower

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
TYPO_SCORE = 80  # rapidfuzz ratio; with one error in a name 96.5% is right, 0.5% wrong (measured on 1,200 names)
TYPO_MARGIN = 3  # names this close to the best count as well
MAX_WORDS = 5  # longest name: "Alphen aan den Rijn" and the like, with a province

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*\.?|\([^)]{1,20}\)|'[st](?=[\s-])", re.UNICODE)
_POSTCODE = re.compile(r"(?<![\w.,€+-])(?P<digits>[1-9]\d{3})(?:\s?(?P<letters>[a-z]{2})(?![\w]))?(?![\d%]|[.,]\d|\s?(?:euro|man\b|mensen|fte|stuks))")
_NOT_LETTERS = frozenset({"kg", "km", "mm", "cm", "pk", "kw", "cc", "st", "m2", "of", "en", "in", "op", "te", "is", "we", "er", "nu", "ca", "al", "ja", "bv", "mw",
                          "fte", "ik", "me", "na", "om", "zo", "per", "aan", "uur", "eu", "dm", "hp", "ls"})  # fmt: skip
_POSTCODE_CUE = re.compile(r"\b(?:postcode|pc|post code|zip)\b(?: is| van ons is|:|)\s*$")
_CUE = re.compile(
    r"(?:\b(?:in|te|uit|bij|nabij|omgeving|regio|rond|vlakbij|plaats|gemeente|provincie|vestigingsplaats|standplaats|locatie|vanuit|nach|near)\b(?: is| is het|:| het| de| t| 't)?)\s*$"
)
_TALK = frozenset(
    "wij we ik zitten zit zijn ben staan staat gevestigd zaak bedrijf ons onze het de dat is in te uit bij hier gewoon nabij vlakbij regio omgeving gemeente plaats "
    "provincie vestiging hoofdvestiging fabriek werkplaats postcode en ook nog midden net buiten ligt liggen kom komen mijn nou eh euh ja naar vanuit op rond maar hoor dus "
    "denk nee moet werken industrieterrein bedrijventerrein sinds jaar jaren onder tegenwoordig nu eigenlijk aan".split()
)
_EVERYDAY = frozenset(
    "best well made beek hoek horn brand buren ee ell oss rips zand stein haren nes born punt urk laren dale hem een leek zeist deil echt goes peel eind mill "
    "vaart weert zijn loo lo ede oud nieuw nuis daar tien drie huis een hall hal laag soest sloten reek rucht vries wijk velden bergen dorst geld alles ens epe "
    "balk haps ooij as at baars boer broek duur effen eys ham hank hei heide helden hout ie ijlst klein kraan lent lies loon maren meer merk moerstraten muiden munster "
    "noord oost oostrum ossen pey rha rot rolde slek sluis spier stad steen strand tegelen ter tull valk veen vorden waarde wanroij werken wilp zuid west centrum "
    "middelen ruimte scherp sint vlist weiteveen wapse weg boven ruinen enter empel doorn budel lage hoge hoogte hoofdplaat westen oosten noorden zuiden vroom "
    "almen alde de den het lieren grote houten nederland holland noordeinde opende zon arnemuiden luttel herpen kamp kampen koekange winden lieshout erm norg peest onna "
    "ruigoord laar bant tricht leuth geen heel huizen zetten asten rijen rijs lith sas twello eext".split()
)


@dataclass(frozen=True)
class Place:
    """A place in the text: its official name, the provinces it can lie in (largest first), how sure (0-100)."""

    start: int
    end: int
    name: str
    provinces: tuple[str, ...]
    score: float
    cued: bool = False


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
        letters = match["letters"] is not None and match["letters"] not in _NOT_LETTERS
        end = match.end() if letters else match.end("digits")
        place_after = normalise(" ".join(lowered[end:].split()[:1])) in gazetteer()["places"] and not re.match(r"\s*(?:\w+\s+)?(?:man|mensen)", tail)
        certain = letters or _POSTCODE_CUE.search(lead) is not None or place_after
        alone = not re.sub(r"[\W_]+", "", lead + tail) or set(re.findall(r"\w+", lead + " " + tail)) <= _TALK
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
        return Place(start, end, places[base]["name"], provinces, 100.0, _cued(text, start)), length
    return None, 0


def _province_nearby(text: str, end: int, provinces: tuple[str, ...]) -> str | None:
    """The province that settles a name in two: "Hengelo in Gelderland", "Bergen, Limburg"."""
    named = [p.code for p in read_provinces(text) if p.code in provinces]
    return named[0] if len(named) == 1 else None


def _split_hint(key: str) -> tuple[str, str | None]:
    hints = gazetteer()["hints"]
    parts = key.split()
    for length in (2, 1):
        if len(parts) > length and (province := hints.get(" ".join(parts[-length:]))):
            return " ".join(parts[:-length]), province
    return key, None


def _cued(text: str, start: int) -> bool:
    return _CUE.search(same_length_lower(text[max(0, start - 40) : start])) is not None


def _meant_as_place(base: str, words: list[tuple[str, int, int]], at: int, length: int, text: str) -> bool:
    """Everyday words and short names need a cue or to be the whole answer; other names count anywhere."""
    others = [fold(w) for i, (w, _, _) in enumerate(words) if not at <= i < at + length]
    alone = all(w in _TALK or w.isdigit() or len(w) <= 2 for w in others)
    if base in _TALK and others:
        return False
    if alone or (_cued(text, words[at][1]) and base not in ("een", "de", "het", "zijn", "ons")):
        return base not in _TALK or not others
    if base in _EVERYDAY or len(base) <= 4:
        return False
    return len(base) > 6 or text[words[at][1]].isupper()


def _with_typos(words: list[tuple[str, int, int]], text: str) -> list[Place]:
    """The names within a typing error of what is left of a short text without its small talk."""
    content = [(w, s, e) for w, s, e in words if fold(w).strip(".") not in _TALK]
    if not 1 <= len(content) <= 4 or len(words) > 9:
        return []
    start, end = content[0][1], content[-1][2]
    base = normalise(text[start:end])
    if len(base) < 4 or not any(c.isalpha() for c in base):
        return []
    stem, hint = _split_hint(base)
    ranked = process.extract(stem, _names(), scorer=fuzz.ratio, score_cutoff=TYPO_SCORE, limit=6)
    if not ranked:
        return []
    best = ranked[0][1]
    found = []
    for name, score, _ in ranked:
        record = gazetteer()["places"][name]
        provinces = tuple(p for p in record["provinces"] if hint in (None, p))
        if best - score <= TYPO_MARGIN and provinces:
            found.append(Place(start, end, record["name"], provinces, round(score, 1), _cued(text, start)))
    return found
