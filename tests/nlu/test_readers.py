"""Places, contact details, names, ordinals and unasked personal data in text."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.names import company_name, person_name
from nlu.readers import read_all
from nlu.sensitive import is_bsn, is_iban


def found(text: str, entity: str) -> list[Any]:
    return [e["value"] for e in read_all(text).entities if e["entity"] == entity]


@pytest.mark.parametrize(
    ("text", "name", "provinces"),
    [
        ("we zitten in Almelo", "Almelo", ["overijssel"]),
        ("Hengelo gld", "Hengelo", ["gelderland"]),
        ("in hengelo overijssel", "Hengelo", ["overijssel"]),
        ("apeldorn", "Apeldoorn", ["gelderland"]),
        ("Zutfen", "Zutphen", ["gelderland"]),
        ("St. Michielsgestel", "Sint-Michielsgestel", ["noord_brabant"]),
        ("ik zit in best", "Best", ["noord_brabant"]),
        ("Amsterdam-Noord", "Amsterdam", ["noord_holland"]),
    ],
)
def test_places_are_found_with_their_province(text: str, name: str, provinces: list[str]) -> None:
    (place,) = found(text, "place")
    assert (place["name"], place["provinces"]) == (name, provinces)


def test_a_name_in_two_provinces_gives_both() -> None:
    assert found("Hengelo", "place")[0]["provinces"] == ["overijssel", "gelderland"]


@pytest.mark.parametrize(
    "text", ["dat is de beste keuze", "wij maken onderdelen", "weet ik niet", "het oosten van het land", "Nederland"]
)
def test_everyday_words_are_no_places(text: str) -> None:
    assert found(text, "place") == []


def test_the_province_of_zeeland_is_not_the_village() -> None:
    assert found("Zeeland", "place") == []
    assert found("Zeeland", "province") == ["zeeland"]


@pytest.mark.parametrize(("text", "digits"), [("7553", "7553"), ("5611 AB", "5611"), ("postcode is 3295 KG", "3295")])
def test_postcodes_are_found(text: str, digits: str) -> None:
    assert found(text, "postcode")[0]["pc4"] == digits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06-12345678", "+31612345678"),
        ("+31 (0)6 1234 5678", "+31612345678"),
        ("bel 0570 555 123", "+31570555123"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0470 12 34 56", "+32470123456"),
        ("nul zes twaalf vierendertig 56 78", "+31612345678"),
    ],
)
def test_telephone_numbers_become_e164(text: str, number: str) -> None:
    assert found(text, "phone") == [number]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mail naar Info@DeWit.nl graag", "info@dewit.nl"),
        ("jan apenstaartje bedrijf punt nl", "jan@bedrijf.nl"),
        ("jan@bedrijf,nl", "jan@bedrijf.nl"),
    ],
)
def test_email_addresses_are_normalised(text: str, address: str) -> None:
    assert found(text, "email") == [address]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mevr. ir. A. de Wit, directeur", "A. de Wit"),
        ("mijn naam is Petra Wolters", "Petra Wolters"),
        ("jan van der berg", "Jan van der Berg"),
        ("Dhr. J.P. Jansen MSc", "J.P. Jansen"),
        ("Kees de Vries, eigenaar van de zaak", "Kees de Vries"),
        ("weet ik niet", None),
    ],
)
def test_names_lose_title_and_job(text: str, name: str | None) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wij heten Van der Velden Constructie BV", "Van der Velden Constructie BV"),
        ("bedrijfsnaam is Metaaltechniek De Graaf", "Metaaltechniek De Graaf"),
        ("Kuipers Metaal B.V.", "Kuipers Metaal B.V."),
        ("wij zijn Jansen Techniek, gevestigd in Almelo", "Jansen Techniek"),
    ],
)
def test_company_names_lose_what_is_around_them(text: str, name: str) -> None:
    assert company_name(text) == name


@pytest.mark.parametrize(
    ("text", "places"),
    [("de tweede", [2]), ("optie 3", [3]), ("nummer 1 en 4", [1, 4]), ("de laatste", [-1]), ("1, 3", [1, 3]),
     ("45", []), ("wij zijn de eerste die zo'n machine kopen", [])],
)  # fmt: skip
def test_places_in_the_list_are_found(text: str, places: list[int]) -> None:
    assert found(text, "ordinal") == places


def test_unasked_personal_data_are_noticed() -> None:
    assert found("mijn bsn is 111222333", "sensitive") == ["bsn"]
    assert found("NL91 ABNA 0417 1643 00", "sensitive") == ["iban"]
    assert found("0612345678", "sensitive") == []


def test_the_checks_of_bsn_and_iban() -> None:
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert is_iban("NL91ABNA0417164300")
    assert not is_iban("NL91ABNA0417164301")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_whatever_stops_the_readers(text: str) -> None:
    for entity in read_all(text).entities:
        assert 0 <= entity["start"] <= entity["end"] <= len(text)


PIECES = (
    *(
        "12",
        "3,5",
        "2½",
        "1.000.000",
        "7553",
        "06",
        "nul",
        "half",
        "een",
        "'n",
        "duizend",
        "miljoen",
        "ton",
        "k",
        "1/2",
    ),
    *("of", "tussen", "en", "de", "-", "à", ",", "op", "van", "naar", "komma", "waarvan", "niet", "nu", "was", "zijn"),
    *("€", "%", "procent", "man", "ik", "mijn broer", "Hengelo", "@"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_amounts_in_any_order_stay_in_their_range(text: str) -> None:
    for amount in found(text, "amount"):
        assert amount["low"] <= amount["value"] <= amount["high"]
