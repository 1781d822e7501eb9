"""Questions about the field: what is named is found, what is not there is honestly not answered."""

from datetime import date

import pytest

from knowledge.search import answer, search
from knowledge.words import Vocabulary, stems, words_of

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("wat is MRL?", "mrl"),
        ("Wat is een MES?", "mes"),
        ("wat houdt zelfscheppend in", "oem"),
        ("wat betekent matchend?", "matchend"),
        ("wat is de WBSO?", "wbso"),
        ("bestaat de kennisvoucher nog?", "mit_kennisvoucher"),
        ("bestaat de WBSO-TO nog", "wbso_technisch_onderzoek"),
        ("hoe zit dat met cobots?", "cobot"),
        ("welke subsidies zijn er voor scholing?", "scholing"),
        ("wat is een MIT haalbaarheidsproject", "mit_haalbaarheid"),
        ("wat is de EFRO?", "efro"),
        ("de SLIM-regeling", "slim"),
        ("industrie 4.0", "smart_industry"),
        ("Geldt de WBSO ook voor procesinnovatie?", "wbso"),
    ],
)
def test_a_question_that_names_something_gets_that(question, found):
    told = answer(question, ON)

    assert told is not None
    assert (told.id, told.named) == (found, True)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("hebben jullie iets over lassen van aluminium?", "thibo-lascobot-op-rail"),
        ("kanten van plaatwerk automatiseren", "247tailorsteel-online-plaatwerk"),
        ("ontwikkelfonds metaalbewerking", "oom"),
    ],
)
def test_a_question_that_names_nothing_gets_what_fits_its_words(question, found):
    told = answer(question, ON)

    assert told is not None
    assert (told.id, told.named) == (found, False)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "wat bedoelt u?",
        "hoe laat is het?",
        "wat is het weer morgen",
        "moet ik personeel ontslaan?",
        "gaat mijn bedrijf failliet",
        "wie wint het EK voetbal",
        "wat valt er te halen",
        "hoofdstad van Frankrijk",
        "welke regelingen passen bij mij?",
    ],
)
def test_what_the_knowledge_base_does_not_hold_is_not_answered(question):
    assert answer(question, ON) is None


def test_a_scheme_that_is_no_more_is_found_and_said_to_be_no_more():
    told = answer("bestaat de kennisvoucher nog?", ON)

    assert told is not None
    assert "bestaat sinds april 2025 niet meer" in told.text


def test_an_answer_says_its_source_and_date():
    told = answer("wat is de energie-investeringsaftrek?", ON)

    assert told is not None
    assert told.text.endswith("Bron: Belastingdienst: Energie-investeringsaftrek 2026, stand 2026.")
    assert told.known_as_of == "2026"
    assert told.source.url is not None


def test_an_answer_from_old_facts_says_so():
    told = answer("wat is interreg a?", ON)

    assert told is not None
    assert told.stale
    assert "ouder dan twaalf maanden" in told.text


def test_whether_one_can_apply_depends_on_the_date():
    open_now, closed = answer("wbso", date(2026, 9, 1)), answer("wbso", ON)

    assert open_now is not None
    assert closed is not None
    assert "U kunt nu aanvragen tot en met 30 september 2026." in open_now.text
    assert "De volgende openstelling is nog niet bekend" in closed.text


def test_schemes_are_named_with_a_technique_only_when_asked_for():
    plain, asked = answer("wat is een robot?", ON), answer("zijn er regelingen voor robots?", ON)

    assert plain is not None
    assert asked is not None
    assert "Regelingen die wij kennen" not in plain.text
    assert "Energie-investeringsaftrek (nu open, stand 2026)" in asked.text


def test_a_search_lists_the_best_first_and_no_more_than_asked():
    found = search("scholing digitalisering", ON, 5)

    assert len(found) == 5
    assert found[0].id == "scholing"
    assert {"slim_scholingssubsidie", "oom", "ao_metalektro"} & {f.id for f in found}


def test_a_search_for_words_that_occur_nowhere_is_empty():
    assert search("xyzzy", ON) == []


def test_compounds_are_taken_apart_into_known_words():
    vocabulary = Vocabulary(["las een naad", "een robot", "kennis", "voucher"])

    assert vocabulary.tokens("lasrobots") == ["lasrobot", "las", "robot"]
    assert vocabulary.parts(stems("weerbericht")[0]) == []


def test_plural_accents_and_case_do_not_matter():
    assert stems("Cobots") == stems("cobot") == stems("CÓBOT")


def test_a_word_of_thousands_of_letters_is_no_work() -> None:
    assert words_of("a" * 5000 + " lasrobot") == ["lasrobot"]
