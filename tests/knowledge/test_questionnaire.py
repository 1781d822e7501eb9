"""The questionnaire: complete, consistent, and in plain Dutch."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.questionnaire import Option, Question, Questionnaire, load_questionnaire

QUESTIONNAIRE = load_questionnaire()
OVERVIEW = Path(__file__).parents[2] / "docs" / "vragen.md"
KINDS = {
    "text": "tekst",
    "count": "aantal",
    "money": "bedrag",
    "percent": "percentage",
    "choice": "één keuze",
    "multi": "meer keuzes",
    "yesno": "ja of nee",
    "email": "e-mailadres",
    "phone": "telefoonnummer",
    "ladder": "ladder",
}

every_question = pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda question: question.id)


def sentences(question: Question) -> Iterator[str]:
    """Everything of a question that is read as a sentence of its own."""
    yield from (question.text, question.example, question.explain, question.why)
    if question.without_initiative:
        yield question.without_initiative
    yield from (option.explain for option in question.options if option.explain)


def sample(**changes: object) -> dict[str, object]:
    record: dict[str, object] = {
        "id": "colour",
        "block": "work",
        "kind": "choice",
        "core": True,
        "label": "kleur",
        "text": "Welke kleur?",
        "example": "Bijvoorbeeld: 'rood'.",
        "explain": "Ik bedoel de kleur van de machine.",
        "why": "Dat is een voorbeeld.",
        "options": [{"code": "red", "title": "Rood", "label": "rood"}],
    }
    return record | changes


def test_the_interview_has_forty_seven_questions_in_seven_blocks() -> None:
    assert len(QUESTIONNAIRE.questions) == 47
    assert len(QUESTIONNAIRE.blocks) == 7


def test_questions_of_a_block_stand_together_in_the_order_of_the_blocks() -> None:
    asked = [block for block, _ in groupby(QUESTIONNAIRE.questions, key=lambda question: question.block)]

    assert asked == [block.id for block in QUESTIONNAIRE.blocks]


def test_contact_is_asked_only_after_yes_to_sharing() -> None:
    share = QUESTIONNAIRE.role("share")

    for role in ("contact_name", "contact_email", "contact_phone", "transcript"):
        assert QUESTIONNAIRE.role(role).ask_if == {share.id: [True]}


def test_without_an_idea_the_type_and_the_ladder_are_not_asked() -> None:
    left_out = {question.id for question in QUESTIONNAIRE.questions if question.needs_initiative}

    assert left_out == {QUESTIONNAIRE.role(role).id for role in ("means", "methods", "combines", "ladder")}


def test_a_question_about_the_plan_has_a_wording_for_owners_without_one() -> None:
    plan = re.compile(r"\b(dit|uw) plan\b")
    about_the_plan = [q for q in QUESTIONNAIRE.questions if plan.search(q.text) and not q.needs_initiative]

    assert about_the_plan
    for question in about_the_plan:
        assert question.without_initiative, question.id
        assert not plan.search(question.without_initiative), question.id


@every_question
def test_every_text_is_a_whole_sentence_of_a_readable_length(question: Question) -> None:
    for sentence in sentences(question):
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert sentence.endswith((".", "?")), sentence
        assert len(sentence) < 300, sentence


@every_question
def test_the_question_itself_is_short(question: Question) -> None:
    assert len(question.text) <= 220
    assert len(re.findall(r"[.?](?:\s|$)", question.text)) <= 2


@every_question
def test_owners_are_addressed_politely_and_calmly(question: Question) -> None:
    for sentence in sentences(question):
        assert not re.search(r"\b(je|jij|jou|jouw|jullie)\b", sentence, re.IGNORECASE), sentence
        assert not re.search(r"[!—–]", sentence), sentence


@every_question
def test_an_explanation_says_something_else_than_the_question(question: Question) -> None:
    said = [question.text, question.example, question.explain, question.why]

    assert len(set(said)) == len(said)


@every_question
def test_an_example_shows_what_can_be_typed(question: Question) -> None:
    assert re.fullmatch(r"Bijvoorbeeld: '[^']+'( of '[^']+')?\.", question.example)


@every_question
def test_labels_fit_in_the_middle_of_a_sentence(question: Question) -> None:
    assert question.label[0].islower()
    for option in question.options:
        assert not option.label.endswith((".", "?"))


@every_question
def test_no_two_options_look_the_same(question: Question) -> None:
    for texts in (
        [option.code for option in question.options],
        [option.title.casefold() for option in question.options],
        [option.label.casefold() for option in question.options],
    ):
        assert len(set(texts)) == len(texts)


@every_question
def test_the_option_that_goes_with_no_other_exists(question: Question) -> None:
    if question.exclusive is not None:
        assert question.kind == "multi"
        assert question.option(question.exclusive)


@every_question
def test_the_overview_in_the_documentation_is_up_to_date(question: Question) -> None:
    options = ", ".join(f"{option.title} (`{option.code}`)" for option in question.options)
    lines = OVERVIEW.read_text(encoding="utf-8").splitlines()

    heading = f"- `{question.id}` ({KINDS[question.kind]}{'' if question.core else ', verdieping'}): {question.text}"
    assert heading in lines, f"docs/vragen.md lacks: {heading}"
    if options:
        assert lines[lines.index(heading) + 1] == f"  Keuzes: {options}."


def test_the_overview_names_no_question_that_is_gone() -> None:
    named = re.findall(r"^- `(\w+)`", OVERVIEW.read_text(encoding="utf-8"), re.MULTILINE)

    assert named == [question.id for question in QUESTIONNAIRE.questions]


def test_a_title_that_does_not_fit_a_button_is_refused() -> None:
    option = Option(code="red", title="Rood als een brandweerauto", label="rood")

    with pytest.raises(ValidationError, match="titles over 20 characters"):
        Question.model_validate(sample(options=[option]))


def test_a_number_without_limits_is_refused() -> None:
    with pytest.raises(ValidationError, match="a number needs unit and limits"):
        Question.model_validate(sample(kind="count", options=[]))


def test_a_role_of_an_unknown_question_is_refused() -> None:
    with pytest.raises(ValidationError, match="no such question"):
        Questionnaire.model_validate(
            {
                "version": "1",
                "roles": {"share": "gone"},
                "blocks": [{"id": "work", "title": "Werk", "intro": "Nu over uw werk."}],
                "questions": [sample()],
            }
        )


def test_asking_for_a_question_option_or_role_that_does_not_exist_fails() -> None:
    question = Question.model_validate(sample())

    with pytest.raises(KeyError):
        question.option("blue")
    with pytest.raises(KeyError):
        QUESTIONNAIRE.question("gone")
    with pytest.raises(KeyError):
        QUESTIONNAIRE.role("gone")
