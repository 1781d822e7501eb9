"""Amounts as people type them: numbers in words, scales, ranges, then and now."""

from typing import Any

import pytest

from nlu.amounts import read_amounts
from nlu.readers import read_all


def values(text: str) -> list[Any]:
    return [entity["value"]["value"] for entity in read_all(text).entities if entity["entity"] == "amount"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("anderhalve ton", 150_000),
        ("2,4 mio", 2_400_000),
        ("€ 1.250.000,-", 1_250_000),
        ("12 k", 12_000),
        ("een half miljoen", 500_000),
        ("twee en een kwart miljoen", 2_250_000),
        ("tweeënhalf miljoen", 2_500_000),
        ("twee-en-een-half miljoen", 2_500_000),
        ("tussen de anderhalve en twee miljoen", 1_750_000),
        ("tussen € 2 en € 3 ton", 250_000),
        ("halfmiljoen", 500_000),
        ("vijfton", 500_000),
        ("1.2M", 1_200_000),
        ("1 miljoen 2", 1_200_000),
        ("1 miljoen en 2 ton", 1_200_000),
        ("3 ton vijftig", 350_000),
        ("een ton of drie", 300_000),
        ("tussen de 2 en 3 miljoen", 2_500_000),
        ("tussen een halve ton en een ton", 75_000),
        ("6 tot 8 ton", 700_000),
        ("100 à 150 duizend", 125_000),
        ("800 tot 1 miljoen", 900_000),
        ("nog geen ton", 100_000),
        ("honderdtwintigduizend euro ongeveer", 120_000),
        ("EUR 2.350.000", 2_350_000),
        ("20,000", 20_000),
        ("3 400 000", 3_400_000),
    ],
)
def test_sums_of_money_are_read_as_typed(text: str, value: float) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("een man of veertig", 40),
        ("20 à 25", 22.5),
        ("met z'n vijven", 5),
        ("35 fte", 35),
        ("vijfentwintg", 25),
        ("tweeendertig", 32),
        ("mit zien achten", 8),
        ("vieftig", 50),
        ("een dozijn", 12),
        ("+/- 45", 45),
        ("vijf, zes man", 5.5),
    ],
)
def test_head_counts_are_read_as_typed(text: str, value: float) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("2,5%", 2.5), ("een procent of twee", 2), ("een tiende van wat er binnenkomt", 10), ("1 op de 20 euro's", 5),
     ("negen van de tien keer", 90), ("een half procentje", 0.5), ("twee derde van de gevallen", 66.666667)],
)  # fmt: skip
def test_shares_are_read_as_percentages(text: str, value: float) -> None:
    (entity,) = [e for e in read_all(text).entities if e["entity"] == "amount"]
    assert entity["value"]["unit"] == "percent"
    assert entity["value"]["value"] == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["weet ik niet", "wij lassen S235 in 3D met iso 9001", "sinds 1985", "over 5 jaar", "24/7", "op 12 maart",
     "ik ben 7 dagen per week bereikbaar", "bel 0570 555 123", "industrie 4.0", "een paar miljoen", "op 2 locaties"],
)  # fmt: skip
def test_there_is_no_number_where_there_is_none(text: str) -> None:
    assert values(text) == []


def test_now_is_told_from_then() -> None:
    then, now = read_amounts("we waren met 60, nu nog 48")
    assert (then.time, now.time) == ("past", "now")


def test_a_bare_number_takes_the_scale_of_the_sum_beside_it() -> None:
    assert values("vorig jaar 4, dit jaar 5 miljoen") == [4_000_000, 5_000_000]


def test_what_is_taken_back_is_marked() -> None:
    wrong, right = read_amounts("niet 12 maar 21 medewerkers")
    assert wrong.negated
    assert not right.negated


def test_words_tie_an_amount_to_its_question() -> None:
    turnover, budget = read_amounts("3 miljoen omzet en 1 ton budget")
    assert (turnover.about, budget.about) == ("turnover", "budget")


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("12 op de vloer en 3 op kantoor", 15),
        ("mijn broer en ik en nog 6 man personeel", 8),
        ("ik werk alleen, zzp dus", 1),
        ("10 in de werkplaats, 4 op kantoor en ikzelf", 15),
        ("7 lassers, 3 frezers en 2 monteurs", 12),
        ("geen personeel", 1),
    ],
)
def test_people_are_added_up(text: str, total: float) -> None:
    totals = [
        e["value"]["value"] for e in read_all(text).entities if e["entity"] == "amount" and e["value"].get("total")
    ]
    assert totals == [total]


@pytest.mark.parametrize(
    "text", ["40 man waarvan 10 flex", "18 man, inclusief mijzelf", "35 man, over 5 jaar 50", "18 mensen (14 fte)"]
)
def test_a_part_is_not_added_to_the_whole(text: str) -> None:
    assert not any(e["value"].get("total") for e in read_all(text).entities if e["entity"] == "amount")
