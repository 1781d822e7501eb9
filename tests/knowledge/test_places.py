"""Places and postcodes to provinces, against the towns and borders that are known to go wrong."""

import pytest

from knowledge.places import load_places, normalise, province_of, province_of_postcode, with_province


@pytest.mark.parametrize(
    ("said", "province"),
    [
        ("Putten", "gelderland"),
        ("Roosendaal", "noord_brabant"),
        ("IJsselstein", "utrecht"),
        ("Stein", "limburg"),
        ("Horn", "limburg"),
        ("Hoek", "zeeland"),
        ("Schalkwijk", "utrecht"),
        ("Etten-Leur", "noord_brabant"),
        ("den haag", "zuid_holland"),
        ("'s-Gravenhage", "zuid_holland"),
        ("’s Hertogenbosch", "noord_brabant"),
        ("Den Bosch", "noord_brabant"),
        ("St. Jansklooster", "overijssel"),
        ("Gemeente Ede", "gelderland"),
        ("Ljouwert", "friesland"),
        ("Holwerd", "friesland"),
        ("Beek en Donk", "noord_brabant"),
        ("Leerdam", "utrecht"),
        ("Mill en Sint Hubert", "noord_brabant"),
        ("Hoofddorp", "noord_holland"),
    ],
)
def test_a_place_lies_in_its_province(said, province):
    assert [code for _, code in province_of(said)] == [province]


@pytest.mark.parametrize(
    ("said", "provinces"),
    [
        ("Hengelo", ["overijssel", "gelderland"]),
        ("Bergen", ["noord_holland", "limburg"]),
        ("Rijswijk", ["zuid_holland", "noord_brabant", "gelderland"]),
        ("Valkenburg", ["limburg", "zuid_holland"]),
        ("Elst", ["gelderland", "utrecht"]),
    ],
)
def test_a_name_in_more_provinces_gives_all_the_largest_first(said, provinces):
    found = province_of(said)

    assert [code for _, code in found] == provinces
    assert [province_of(name) for name, _ in found] == [[place] for place in found]


@pytest.mark.parametrize(
    ("said", "name", "province"),
    [
        ("Hengelo Gld", "Hengelo (Gld)", "gelderland"),
        ("Hengelo (OV)", "Hengelo (OV)", "overijssel"),
        ("Bergen (L.)", "Bergen (L)", "limburg"),
        ("Elst (Ut)", "Elst (Ut)", "utrecht"),
        ("Haren Gn", "Haren (Gn)", "groningen"),
    ],
)
def test_a_province_behind_the_name_settles_it(said, name, province):
    assert province_of(said) == [(name, province)]


@pytest.mark.parametrize(
    ("said", "province"),
    [
        ("7553", "overijssel"),
        ("7553 AB", "overijssel"),
        ("7255ab Hengelo", "gelderland"),
        ("in 5611 dus", "noord_brabant"),
    ],
)
def test_a_postcode_decides_over_a_name(said, province):
    assert [code for _, code in province_of(said)] == [province]


@pytest.mark.parametrize(
    ("postcode", "province"),
    [(1000, "noord_holland"), (1379, "flevoland"), (1380, "noord_holland"), (7439, "gelderland"), (9999, "groningen")],
)
def test_postcodes_at_the_border_of_a_range(postcode, province):
    assert province_of_postcode(postcode) == province


@pytest.mark.parametrize("postcode", [0, 999, 10000])
def test_a_number_that_is_no_postcode_has_no_province(postcode):
    assert province_of_postcode(postcode) is None


def test_a_province_is_an_answer_too_and_zeeland_is_the_province():
    assert province_of("Zeeland") == [("Zeeland", "zeeland")]
    assert province_of("noord brabant") == [("Noord-Brabant", "noord_brabant")]


@pytest.mark.parametrize("said", ["", "Nergenshuizen", "ergens in de buurt", "Antwerpen"])
def test_an_unknown_place_gives_nothing(said):
    assert province_of(said) == []


def test_every_postcode_has_one_of_the_twelve_provinces():
    assert {province_of_postcode(code) for code in range(1000, 10000)} == set(load_places()["provinces"])


def test_every_name_of_the_file_is_found_under_itself():
    places = load_places()["places"]

    assert len(places) > 3000
    assert all(key == normalise(key) for key in places)
    for place in places.values():
        for province in place["provinces"]:
            assert (province in [c for _, c in province_of(place["name"])]) or place["name"] in ("Zeeland",)


def test_the_name_to_keep_says_which_one_is_meant():
    assert province_of(with_province("Hengelo", "gelderland")) == [("Hengelo (Gld)", "gelderland")]
