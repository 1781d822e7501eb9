"""The mirror: the company's own answers beside the share of the surveyed companies that gave the same answer.

Every entry is one figure of `survey.yaml`; a multiple choice gives one entry for each chosen answer with a figure.
"""

from typing import Any

from actions.assessment.profile import Profile, classify
from knowledge.content import rounded
from knowledge.scoring import load_scoring
from knowledge.survey import Figure, load_survey

RELATIONS = {"exact": "", "about": "ongeveer ", "more_than": "meer dan "}


def entries(found: Profile) -> list[dict[str, Any]]:
    """The entries for all answered questions with a figure, in the order of the survey file."""
    survey = load_survey()
    per_question: dict[str, list[Figure]] = {}
    for figure in survey.figures:
        per_question.setdefault(figure.question, []).append(figure)
    shown = []
    for question, figures in per_question.items():
        answer = found.answers.get(question)
        if answer is not None:
            codes = _codes(question, answer)
            chosen = [f for f in figures if codes & set(f.of)]
            if not chosen and not isinstance(answer, list):
                chosen = figures[:1]  # no figure for this very answer: what most others said is still worth showing
            shown += [_entry(figure, answer, bool(codes & set(figure.of)), survey.respondents) for figure in chosen]
    return shown


def _codes(question: str, answer: Any) -> set[str]:
    model = load_scoring()
    if (classed := model.classed.get(question)) is not None:
        return {classify(getattr(model, classed.classes), rounded(answer) if classed.whole else answer)}
    if isinstance(answer, bool):
        return {"yes" if answer else "no"}
    return set(answer) if isinstance(answer, list) else {answer}


def _entry(figure: Figure, answer: Any, same: bool, respondents: int) -> dict[str, Any]:
    verb, rest = figure.words.split(" ", 1)
    share = f"{RELATIONS[figure.relation]}{figure.value}%"
    return {
        "questionId": figure.question,
        "own": answer,
        "share": {"value": figure.value, "relation": figure.relation, "of": list(figure.of)},
        "text": f"Van de {respondents} bedrijven in 2018 {verb} {share} {rest}. {'U ook' if same else 'U niet'}.",
    }
