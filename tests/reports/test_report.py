"""The PDF report: complete, accessible, two to four pages, always the same, and not to be broken by any text."""

import io
import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from actions.assessment import assess
from actions.assessment.measurement import code_of
from actions.reports.pictures import PICTURES, draw
from actions.reports.report import report_pdf
from knowledge.questionnaire import load_questionnaire
from tests.assessment.answers import answers
from tests.reports.companies import NAMES, Answers, answered, company

LINK = "https://maakwijzer.example/"
ORGANISATION = "Stichting Slim Maken"
ON = date(2026, 11, 23)


def made(name: str) -> bytes:
    given_answers, result, on = company(name)
    return report_pdf(given_answers, result, on, LINK, ORGANISATION)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    joined = " ".join(page.extract_text() for page in read(pdf).pages)
    return re.sub(r"\s+", " ", joined.replace("\xad", ""))


def structure(pdf: bytes) -> list[DictionaryObject]:
    """All elements of the tag tree, in order."""
    found: list[DictionaryObject] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append(node)
            walk(node.get("/K", []))

    root = read(pdf).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


def report(values: dict[str, Any], said: str = "") -> bytes:
    return report_pdf(answered(values, said), assess(values, ON), ON, LINK, ORGANISATION)


def test_report_is_a_tagged_pdf_ua_in_dutch_with_a_title():
    reader = read(made("01_lasserij"))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Uitslag voor Lasserij Twente"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_headings_follow_each_other_without_a_gap():
    levels = [int(str(e["/S"])[2]) for e in structure(made("01_lasserij")) if re.fullmatch(r"/H\d", str(e["/S"]))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_its_whole_content_as_alternative_text():
    _, result, _ = company("01_lasserij")

    alts = [str(e.get("/Alt", "")) for e in structure(made("01_lasserij")) if e["/S"] == "/Figure"]

    assert alts == [draw(name, result).desc for name in PICTURES]


def test_tables_have_headers():
    kinds = [str(e["/S"]) for e in structure(made("01_lasserij"))]

    assert kinds.count("/Table") == 3
    assert kinds.count("/TH") == 4 + 4 + 4


def test_all_fonts_are_embedded():
    for page in read(made("01_lasserij")).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])


def test_report_says_what_matters():
    text = text_of(made("01_lasserij"))

    for words in (
        "gereedheid van 40 van de 100 (op weg)",
        "noodzaak van 56 van de 100 (gemiddeld)",
        "MRL 4 van 9",
        "Bewijs het op uw eigen vloer",
        "Energie-investeringsaftrek",
        "lijkt te passen",
        "€ 80.000",
        "11 tot en met 50 medewerkers",
        "Rekenmodel 1",
        "23 november 2026",
        "Verder gaan, iets wijzigen of opnieuw meten",
    ):
        assert words in text, words


def test_first_page_has_the_summary_the_scores_and_the_first_step():
    first = re.sub(r"\s+", " ", read(made("01_lasserij")).pages[0].extract_text())

    for words in ("In het kort", "40", "56", "op weg", "Uw eerste stap", "Bewijs het op uw eigen vloer"):
        assert words in first, words


@pytest.mark.parametrize("name", NAMES)
def test_report_of_every_company_has_two_to_four_pages(name):
    _, result, _ = company(name)

    pdf = made(name)

    assert 2 <= len(read(pdf).pages) <= 4
    for axis in ("readiness", "necessity"):
        score = result["assessment"][axis]["score"]
        assert score is None or f"{score} van de 100" in text_of(pdf)


def test_everything_answered_at_length_still_fits_on_four_pages_with_an_earlier_measurement_too():
    values = long_answers("Wij willen de lasrobot zo ver krijgen dat hij kleine series aankan. " * 60)
    result = assess(values, ON)
    earlier = code_of(result["assessment"], ON)

    pdf = report_pdf(answered(values, "nou ja " * 70), result, ON, LINK, ORGANISATION, earlier)

    assert len(read(pdf).pages) <= 4
    assert "U en uw vorige meting" in text_of(pdf)


@pytest.mark.parametrize("name", ["01_lasserij", "05_alles_onbekend", "06_groot_bedrijf", "07_koploper"])
def test_another_reader_finds_tags_fonts_and_text(name, tmp_path):
    """Poppler is another program than the one that the other tests read with."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler is not installed (Debian: apt-get install poppler-utils)")
    path = tmp_path / "report.pdf"
    path.write_bytes(made(name))

    def poppler(*command: str) -> str:
        return subprocess.run(
            [*command, str(path), *(["-"] if command[0] == "pdftotext" else [])],
            capture_output=True,
            check=True,
            text=True,
            errors="replace",
        ).stdout

    assert re.search(r"Tagged: +yes", poppler("pdfinfo"))
    assert "H1" in poppler("pdfinfo", "-struct")
    fonts = poppler("pdffonts").splitlines()[2:]
    assert fonts
    assert all(re.search(r"yes yes yes +\d+ +0$", line) for line in fonts)
    assert "In het kort" in poppler("pdftotext")


def long_answers(text: str) -> dict[str, Any]:
    """Every question answered with all it can hold."""
    values: dict[str, Any] = {}
    for question in load_questionnaire().questions:
        codes = [option.code for option in question.options]
        match question.kind:
            case "choice":
                values[question.id] = codes[0]
            case "multi":
                values[question.id] = [code for code in codes if code != question.exclusive]
            case "yesno":
                values[question.id] = True
            case "ladder":
                values[question.id] = {"5": True, "6": None, "7": False}
            case "count" | "money" | "percent":
                assert question.limits is not None
                values[question.id] = int(question.limits.max)
            case _:
                values[question.id] = text
    return values


def test_same_input_gives_the_same_bytes():
    assert made("03_ontwikkelaar") == made("03_ontwikkelaar")


def test_contact_details_are_not_in_the_report():
    values = {"company_name": "Jansen", "contact_name": "Piet Geheim", "contact_email": "piet@geheim.nl"}

    text = text_of(report(values))

    assert "Geheim" not in text
    assert "geheim.nl" not in text


def test_owners_words_stand_beside_what_was_understood():
    given_answers = answered({"employees": 45})
    given_answers["employees"]["said"] = "een man of vijfenveertig"

    text = text_of(report_pdf(given_answers, assess({"employees": 45}, ON), ON, LINK, ORGANISATION))

    assert "aantal medewerkers: 45 (uw woorden: 'een man of vijfenveertig')" in text


def test_skipped_answers_are_left_out_and_unknown_ones_say_so():
    given_answers: Answers = {
        "employees": {"value": None, "status": "unknown", "said": "geen idee"},
        "turnover": {"value": None, "status": "skipped", "said": "sla over"},
    }

    text = text_of(report_pdf(given_answers, assess({"employees": None}, ON), ON, LINK, ORGANISATION))

    assert "aantal medewerkers: weet ik niet" in text
    assert "jaaromzet" not in text.partition("Uw antwoorden")[2]


def test_report_of_a_case_of_an_older_version_says_so():
    given_answers, result, on = company("01_lasserij")

    text = text_of(report_pdf(given_answers, {**result, "knowledgeVersion": "abcdef123456"}, on, LINK, ORGANISATION))

    assert "gemaakt met rekenmodel 1 en kennisbank abcdef123456" in text


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "geen adres", "https://voorbeeld.nl/é"])
def test_what_is_no_web_address_is_not_a_link(link):
    given_answers, result, on = company("01_lasserij")

    pdf = report_pdf(given_answers, result, on, link, ORGANISATION)

    assert "Verder gaan" not in text_of(pdf)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '#panic("x") $ * _ ` @ <a> \\ // /* #{ }',
        "漢字 😀👩‍👩‍👧 \u202egespiegeld",
        "e\u0301" * 50 + "\u0301" * 500,
        "a" * 5000,
        "\x00\x07\x1b[31m\ud800\ufeff\ue000\ufffe",
        "שלום עולם ",
        "   ",
    ],
)
def test_no_name_breaks_the_report(name):
    pdf = report({"company_name": name, "initiative": name[:100], "employees": 12}, said=name)

    assert 2 <= len(read(pdf).pages) <= 4


def test_markup_in_an_answer_is_shown_and_not_run():
    text = text_of(report({"company_name": "#panic() *vet* <b>", "employees": 12}))

    assert "Uitslag voor #panic() *vet* <b>" in text


@settings(max_examples=25, deadline=None, phases=[Phase.generate])  # shrinking a PDF takes minutes
@given(text=st.text(st.characters(), min_size=1, max_size=400), values=answers())
def test_any_text_and_any_answers_give_a_report_of_at_most_four_pages(text, values):
    pdf = report({**values, "company_name": text, "initiative": text}, said=text)

    assert 2 <= len(read(pdf).pages) <= 4
