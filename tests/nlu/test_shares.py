"""Shares, marks out of ten and the weighing of two sides."""

from nlu.amounts import read_amounts
from nlu.shares import codes_of_shares, marks_of_splits


def test_a_mark_out_of_ten_says_how_important() -> None:
    for said, code in {
        "een 9": "very_important",
        "7": "important",
        "een 4": "unimportant",
        "2 van de 10": None,
    }.items():
        found = codes_of_shares(said, read_amounts(said)).get("importance")
        assert found == (code or "very_unimportant"), said


def test_an_amount_is_no_mark() -> None:
    assert "importance" not in codes_of_shares("7 man", read_amounts("7 man"))
    assert "importance" not in codes_of_shares("70", read_amounts("70"))


def test_two_sides_are_told_apart_by_their_order() -> None:
    product, process = (
        marks_of_splits("vooral product, een beetje proces"),
        marks_of_splits("vooral proces, wat product"),
    )
    assert not set(product) & set(process) - {"rd_split:^ vooral"}


def test_a_text_about_something_else_weighs_nothing() -> None:
    assert marks_of_splits("wij lassen hekken") == []
