"""Place names and postcodes of the Netherlands to provinces, offline.

Names come from `places.json` (GeoNames, CC BY 4.0; made by `make_places.py`), postcodes from
`postcode_ranges.yaml`. A postcode decides over a name; a name that lies in two provinces gives both.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
PLACES = FOLDER / "places.json"
RANGES = FOLDER / "postcode_ranges.yaml"

POSTCODE = re.compile(r"\b([1-9]\d{3})(?:\s?[A-Za-z]{2})?\b")


def normalise(name: str) -> str:
    """The form in which names are compared, without accents, case and apostrophes: "St. Jan" is "sint jan"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’‘`´]", "", plain)
    plain = re.sub(r"\bst\.", "sint ", plain)
    plain = re.sub(r"^gemeente\s+|\s+municipality$", "", plain.strip())
    return " ".join(re.sub(r"[-/.,()]", " ", plain).split())


@cache
def load_places() -> dict[str, Any]:
    """The content of `places.json`: `provinces` (code → name), `hints` ("gld" → code), `places` (name → record)."""
    content: dict[str, Any] = json.loads(PLACES.read_text(encoding="utf-8"))
    return content


@cache
def _ranges() -> tuple[list[int], list[tuple[int, str]]]:
    rows = yaml.load(RANGES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["ranges"]
    return [start for start, _, _ in rows], [(end, province) for _, end, province in rows]


def province_of_postcode(digits: int) -> str | None:
    """The province of a four-digit postcode, or None outside 1000-9999. A hit does not prove that the code exists."""
    starts, rest = _ranges()
    at = bisect_right(starts, digits) - 1
    if at < 0 or digits > rest[at][0]:
        return None
    return rest[at][1]


def province_name(code: str) -> str:
    """The name of a province for people, "Noord-Brabant" for `noord_brabant`. Raises KeyError for another code."""
    name: str = load_places()["provinces"][code]
    return name


def split_hint(name: str) -> tuple[str, str | None]:
    """A normalised name without the province at its end, and that province: "hengelo gld" → hengelo, gelderland."""
    hints = load_places()["hints"]
    words = name.split()
    for length in (2, 1):
        if len(words) > length and (province := hints.get(" ".join(words[-length:]))):
            return " ".join(words[:-length]), province
    return name, None


def with_province(name: str, province: str) -> str:
    """The name to keep for a place whose name lies in more provinces: "Hengelo (Gld)" says which one is meant."""
    short: str = load_places()["short"][province]
    return f"{name} ({short})"


def province_of(place: str) -> list[tuple[str, str]]:
    """The places this text can mean, as (name, province code), largest first; empty when it is not known.

    Takes a postcode ("7553", "7553 AB", "7553 Hengelo"), a place, a municipality or a province. Two entries mean
    that the name lies in two provinces and a person must choose; each name then carries its province.
    """
    if (found := POSTCODE.search(place)) and (province := province_of_postcode(int(found[1]))):
        return [(found[1], province)]
    places = load_places()["places"]
    key = normalise(place)
    if (code := load_places()["province_names"].get(key)) is not None:
        return [(province_name(code), code)]
    base, hint = (key, None) if key in places else split_hint(key)
    if base not in places:
        return []
    name, provinces = places[base]["name"], places[base]["provinces"]
    if hint is not None:
        return [(with_province(name, hint) if len(provinces) > 1 else name, hint)] if hint in provinces else []
    if len(provinces) == 1:
        return [(name, provinces[0])]
    return [(with_province(name, province), province) for province in provinces]
