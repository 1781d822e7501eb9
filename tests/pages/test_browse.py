"""Schemes, practices and the search, as a visitor sees them."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from knowledge.practices import load_practices
from knowledge.schemes import load_schemes

SCHEME, PRACTICE = r'<h3><a href="/regelingen/(\w+)">', r'<h3><a href="/voorbeelden/([\w-]+)">'


def text_of(visitor: TestClient, address: str, status: int = 200) -> str:
    answer = visitor.get(address)
    assert answer.status_code == status, address
    return html.unescape(answer.text)


def test_all_schemes_and_practices_are_listed(visitor: TestClient) -> None:
    schemes = re.findall(SCHEME, text_of(visitor, "/regelingen"))
    practices = re.findall(PRACTICE, text_of(visitor, "/voorbeelden"))

    assert sorted(schemes) == sorted(scheme.id for scheme in load_schemes())
    assert sorted(practices) == sorted(practice.id for practice in load_practices())


@pytest.mark.parametrize("scheme", load_schemes(), ids=lambda scheme: scheme.id)
def test_page_of_a_scheme_has_every_fact_and_source(visitor: TestClient, scheme) -> None:
    page = text_of(visitor, f"/regelingen/{scheme.id}")

    assert all(fact.text in page for fact in scheme.facts)
    assert all(source.title in page for source in scheme.sources)
    assert all((check.text in page) == scheme.runs for check in scheme.check_yourself)
    assert (scheme.ended is None) or scheme.ended.text in page


@pytest.mark.parametrize("practice", load_practices(), ids=lambda practice: practice.id)
def test_page_of_a_practice_has_its_lesson_and_sources(visitor: TestClient, practice) -> None:
    page = text_of(visitor, f"/voorbeelden/{practice.id}")

    assert practice.lesson in page
    assert all(source.title in page for source in practice.sources)


def test_filters_leave_only_what_was_chosen(visitor: TestClient) -> None:
    kept = re.findall(SCHEME, text_of(visitor, "/regelingen?kind=subsidy&status=periodic&region=overijssel"))

    assert kept
    for scheme in load_schemes():
        fits = scheme.kind == "subsidy" and scheme.status == "periodic"
        fits = fits and (not scheme.regions or "overijssel" in scheme.regions)
        assert (scheme.id in kept) == fits


def test_practices_by_technology_and_goal(visitor: TestClient) -> None:
    kept = re.findall(PRACTICE, text_of(visitor, "/voorbeelden?technology=robotics&goal=flexibility"))

    assert sorted(kept) == sorted(
        p.id for p in load_practices() if "robotics" in p.technologies and "flexibility" in p.goals
    )


def test_a_choice_that_does_not_exist_is_an_error_in_words(visitor: TestClient) -> None:
    assert "Deze keuze kennen wij niet" in text_of(visitor, "/regelingen?kind=verzonnen", 400)


def test_a_scheme_that_is_no_more_says_so(visitor: TestClient) -> None:
    assert "Deze regeling bestaat niet meer." in text_of(visitor, "/regelingen/mit_kennisvoucher")
    assert "bestaat niet meer</span>" in text_of(visitor, "/regelingen?q=kennisvoucher")


def test_old_facts_are_marked(visitor: TestClient) -> None:
    page = text_of(visitor, "/regelingen/wbso")
    old = re.search(r"past sinds 2016 niet meer in de regeling\.</p>\s*<p class=\"hint\">(.*?)</p>", page, re.S)

    assert old
    assert "stand 2018" in old[1]
    assert "ouder dan twaalf maanden" in old[1]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("WBSO", "/regelingen/wbso"),
        ("cobots", "/voorbeelden/aae-helmond-cobot"),
        ("scholing", "slim_scholingssubsidie"),
    ],
)
def test_search_finds(visitor: TestClient, question: str, expected: str) -> None:
    page = text_of(visitor, f"/zoeken?q={question}")

    assert expected in page
    assert "Bron:" in page


@pytest.mark.parametrize("question", ["pizza", "waar koop ik een fiets", "wie is de koning"])
def test_search_says_honestly_that_it_knows_nothing(visitor: TestClient, question: str) -> None:
    page = text_of(visitor, f"/zoeken?q={question}")

    assert "Daar weet ik niets over" in page
    assert 'class="entry"' not in page


def test_search_within_a_list_gives_only_that_kind(visitor: TestClient) -> None:
    assert "slim_scholingssubsidie" in re.findall(SCHEME, text_of(visitor, "/regelingen?q=scholing"))
    assert "aae-helmond-cobot" in re.findall(PRACTICE, text_of(visitor, "/voorbeelden?q=cobots"))
    assert "Daar kennen wij geen regeling bij" in text_of(visitor, "/regelingen?q=pizza")


@pytest.mark.parametrize("address", ["/zoeken", "/regelingen", "/voorbeelden"])
def test_what_is_searched_is_escaped(visitor: TestClient, address: str) -> None:
    answer = visitor.get(address, params={"q": '"><script>alert(1)</script>'})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_search_that_is_far_too_long_is_an_error_in_words(visitor: TestClient) -> None:
    assert "<h1>" in text_of(visitor, f"/zoeken?q={'a' * 201}", 400)


@pytest.mark.parametrize(
    "address", ["/bestaat-niet", "/regelingen/bestaat-niet", "/voorbeelden/x", "/scan/", "/static/x/y"]
)
def test_a_browser_reads_a_page_when_there_is_nothing(visitor: TestClient, address: str) -> None:
    answer = visitor.get(address)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Deze pagina is er niet" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_program_keeps_getting_problems(visitor: TestClient) -> None:
    program = visitor.get("/bestaat-niet", headers={"Accept": "*/*"})
    api = visitor.get("/api/v1/bestaat-niet")

    assert program.headers["content-type"] == api.headers["content-type"] == "application/problem+json"


def test_every_link_on_the_pages_leads_somewhere(visitor: TestClient) -> None:
    pages = ["/", "/scan", "/regelingen", "/voorbeelden", "/zoeken?q=scholing", "/hoe-het-werkt", "/toegankelijkheid"]
    links = {link for page in pages for link in re.findall(r'href="(/[^"#]*)', visitor.get(page).text)}

    assert [link for link in links if visitor.get(html.unescape(link)).status_code != 200] == []
