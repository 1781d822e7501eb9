"""The pictures of a result: the same as those that were looked at, and readable without colour and without eyes."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from actions.assessment import assess
from actions.reports.pictures import PICTURES, draw, png
from tests.assessment.answers import answers
from tests.reports.companies import NAMES, company
from tests.reports.golden import FOLDER, SHOWN

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [(name, picture) for name in SHOWN for picture in PICTURES]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words_in(svg: str) -> str:
    return " ".join("".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize(("name", "picture"), EVERY)
def test_picture_is_the_one_that_was_looked_at(name, picture):
    _, result, _ = company(name)

    assert draw(picture, result).svg == (FOLDER / f"{name}_{picture}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("picture", PICTURES)
def test_screen_reader_hears_title_and_whole_content(picture):
    _, result, _ = company("01_lasserij")

    drawn = draw(picture, result)
    root = parsed(drawn.svg)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title") == drawn.title
    assert root.findtext(f"{SVG}desc") == drawn.desc
    assert len(drawn.desc) > 60


def test_description_of_the_quadrant_tells_both_scores_and_the_place():
    _, result, _ = company("01_lasserij")

    desc = draw("quadrant", result).desc

    assert "Gereedheid: 40 van de 100, op weg" in desc
    assert "Noodzaak: 56 van de 100, gemiddeld" in desc
    assert "Nu beginnen" in desc


def test_unknown_dimension_is_a_hatched_question_mark_and_not_a_zero():
    _, result, _ = company("01_lasserij")

    drawn = draw("radar", result)

    assert "manier van werken: nog niet bekend" in drawn.desc
    assert 'fill="url(#hatch)"' in drawn.svg
    assert "?" in words_in(drawn.svg)
    assert " 0 " not in f" {words_in(drawn.svg)} "


def test_dimension_with_zero_points_is_no_question_mark():
    _, result, _ = company("08_kelder_onder_druk")

    drawn = draw("radar", result)

    assert "geld: 0" in drawn.desc
    assert "?" not in words_in(drawn.svg)


def test_unknown_score_leaves_the_company_out_of_the_fields():
    _, result, _ = company("05_alles_onbekend")

    drawn = draw("quadrant", result)

    assert "In welk vak uw bedrijf staat, is nog niet bekend." in drawn.desc
    assert not list(parsed(drawn.svg).iter(f"{SVG}polygon"))


def test_one_unknown_score_is_a_band_over_all_it_may_be():
    _, result, _ = company("01_lasserij")
    necessity = {**result["assessment"]["necessity"], "score": None, "level": None}
    result = {**result, "assessment": {**result["assessment"], "necessity": necessity}}

    drawn = draw("quadrant", result)

    assert "noodzaak nog niet bekend" in words_in(drawn.svg)
    assert 'fill="url(#hatch)"' in drawn.svg


def test_ladder_tells_shown_not_shown_unknown_and_not_asked_apart_in_words():
    _, result, _ = company("01_lasserij")
    mrl = {**result["assessment"]["mrl"], "evidence": {"3": True, "4": True, "5": False, "6": None}}
    result = {**result, "assessment": {**result["assessment"], "mrl": mrl}}

    desc = draw("ladder", result).desc

    assert "Niveau 3, eerste proef geslaagd: aangetoond." in desc
    assert "Niveau 2, past bij uw toepassing: volgt uit een hoger niveau." in desc
    assert "Niveau 5, proef op eigen vloer geslaagd: nog niet aangetoond." in desc
    assert "Niveau 6, bijgesteld op tempo: weet u niet." in desc
    assert "Niveau 9, alle cijfers gehaald: niet gevraagd." in desc


def test_level_zero_stands_on_the_ground_and_unknown_stands_nowhere():
    _, idea, _ = company("08_kelder_onder_druk")
    _, unknown, _ = company("05_alles_onbekend")

    assert "u bent hier" in words_in(draw("ladder", idea).svg)
    assert "u bent hier" not in words_in(draw("ladder", unknown).svg)


def test_low_level_is_not_red():
    _, result, _ = company("08_kelder_onder_druk")

    for colour in set(re.findall(r"#[0-9a-f]{6}", draw("ladder", result).svg)) - {"#b4481b"}:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert red <= max(green, blue) + 10, colour
    assert "#b4481b" not in draw("ladder", result).svg


def test_mirror_says_in_words_and_pattern_what_is_the_same():
    _, result, _ = company("08_kelder_onder_druk")

    svg = draw("mirror", result).svg

    assert "zo zit het bij u ook" in words_in(svg)
    assert "bij u is het anders" in words_in(svg)
    assert svg.count('fill="url(#hatch)"') >= 2  # one bar, and the legend


@pytest.mark.parametrize("name", NAMES)
def test_every_company_has_all_pictures(name):
    _, result, _ = company(name)

    for picture in PICTURES:
        parsed(draw(picture, result).svg)


@settings(max_examples=60, deadline=None)
@given(answers())
def test_any_answers_give_pictures_that_stay_inside_their_frame(given_answers):
    result = assess(given_answers, company("01_lasserij")[2])

    for picture in PICTURES:
        root = parsed(draw(picture, result).svg)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x", 0)) <= width
            assert 0 <= float(text.get("y", 0)) <= height


@pytest.mark.parametrize("picture", PICTURES)
def test_png_shows_the_same_at_twice_the_size(picture):
    _, result, _ = company("01_lasserij")
    drawn = draw(picture, result)

    made = png(drawn)

    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(made[16:20], "big"), int.from_bytes(made[20:24], "big")
    root = parsed(drawn.svg)
    assert (width, height) == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
    assert len(made) > 8000  # text was drawn: without a font there is a fraction of this
