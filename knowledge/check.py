"""Checks the whole knowledge base: `python -m knowledge.check [JJJJ-MM-DD]` (`make knowledge-check`).

Mistakes (unknown codes, missing sources, references to nothing, files that do not parse) are errors and end with exit
code 1. Facts older than twelve months and windows that have closed are warnings, in a table.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.content import is_stale
from knowledge.criteria import load_criteria
from knowledge.pains import load_pains
from knowledge.places import load_places
from knowledge.practices import Practice, load_practices
from knowledge.questionnaire import Question, Questionnaire, load_questionnaire
from knowledge.scales import load_scales
from knowledge.schemes import HARD_FIELDS, Scheme, load_schemes
from knowledge.scoring import Contains, Halves, Mean, Rule, Scoring, Share, Sum, Table, YesNo, load_scoring
from knowledge.survey import Survey, load_survey
from knowledge.terms import load_terms
from knowledge.texts import load_texts


@dataclass(frozen=True)
class Remark:
    """One thing found: an error or a warning, about which entry, and what."""

    level: str
    about: str
    text: str


LOADERS: tuple[Callable[[], Any], ...] = (
    load_questionnaire,
    load_texts,
    load_scoring,
    load_scales,
    load_criteria,
    load_survey,
    load_terms,
    load_pains,
    load_schemes,
    load_practices,
    load_places,
)


def check(on: date) -> list[Remark]:
    """All remarks at a date, errors first. Content that cannot be read at all is one error for each file set."""
    unread = list(_unread())
    if unread:
        return unread
    errors = [Remark("fout", about, text) for about, text in _errors()]
    warnings = [Remark("let op", about, text) for about, text in _warnings(on)]
    return errors + warnings


def _unread() -> Iterator[Remark]:
    for load in LOADERS:
        try:
            load()
        except (ValidationError, ValueError, KeyError, yaml.YAMLError, OSError) as mistake:
            yield Remark("fout", load.__name__.removeprefix("load_"), " ".join(str(mistake).split()))


Finding = tuple[str, str]


def _errors() -> Iterator[Finding]:
    questions = load_questionnaire()
    model = load_scoring()
    yield from scoring_errors(model, questions)
    yield from survey_errors(load_survey(), model, questions)
    for scheme in load_schemes():
        yield from scheme_errors(scheme, model, questions)
    for practice in load_practices():
        yield from practice_errors(practice, model, questions)
    yield from scale_errors(model)
    yield from criteria_errors(model, questions)
    yield from term_errors()
    yield from pain_errors()


def _codes(question: Question) -> set[str]:
    if question.kind == "yesno":
        return {"yes", "no"}
    return {option.code for option in question.options}


def _strangers(about: str, what: str, used: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    if strange := sorted(set(used) - set(known)):
        yield about, f"onbekende {what}: {', '.join(strange)}"


def scoring_errors(model: Scoring, questions: Questionnaire) -> Iterator[Finding]:
    """Questions that do not exist, codes without points or with points but no option, weights that are not 100."""
    ids = {q.id for q in questions.questions}
    yield from _strangers("scoring.yaml", "vraag", model.questions.values(), ids)
    for name, axis in (("readiness", model.readiness), ("necessity", model.necessity)):
        if (total := sum(part.weight for part in axis.parts)) != 100:
            yield f"scoring.yaml: {name}", f"gewichten tellen op tot {total}, niet tot 100"
        for part in axis.parts:
            yield from _rule_errors(f"scoring.yaml: {part.id}", part.rule, questions, ids)
    means, methods = (questions.question(model.questions[name]) for name in ("means", "methods"))
    yield from _strangers("scoring.yaml: yamamoto", "code", model.yamamoto.means, _codes(means))
    yield from _strangers("scoring.yaml: yamamoto", "code", model.yamamoto.methods, _codes(methods))
    for situation in model.situations:
        for condition in (*situation.every, *situation.some):
            if condition.question is not None:
                about = f"scoring.yaml: {situation.id}"
                yield from _strangers(about, "vraag", [condition.question], ids)
                if condition.question in ids:
                    known = _codes(questions.question(condition.question))
                    yield from _strangers(about, "code", (*condition.among, *condition.contains), known)


def _rule_errors(about: str, rule: Rule, questions: Questionnaire, ids: set[str]) -> Iterator[Finding]:
    match rule:
        case Mean() | Halves():
            for part in rule.of:
                yield from _rule_errors(about, part, questions, ids)
            return
        case Share():
            yield from _strangers(about, "vraag", [rule.question, rule.of], ids)
            return
    yield from _strangers(about, "vraag", [rule.question], ids)
    if rule.question not in ids:
        return
    known = _codes(questions.question(rule.question))
    match rule:
        case Table():
            covered = set(rule.points) | set(rule.unknown)
            yield from _strangers(about, "code", covered, known)
            yield from _strangers(about, "code zonder punten", known, covered)
        case Sum():
            yield from _strangers(about, "code", rule.points, known)
            yield from _strangers(about, "code zonder punten", known, rule.points)
        case Contains():
            yield from _strangers(about, "code", [rule.code], known)
        case YesNo() if known != {"yes", "no"}:
            yield about, f"{rule.question} is geen ja-neevraag"


def survey_errors(survey: Survey, model: Scoring, questions: Questionnaire) -> Iterator[Finding]:
    """Figures about questions or answers that do not exist."""
    ids = {q.id for q in questions.questions}
    for figure in survey.figures:
        about = f"survey.yaml: {figure.question}"
        yield from _strangers(about, "vraag", [figure.question], ids)
        if (classed := model.classed.get(figure.question)) is not None:
            yield from _strangers(about, "klasse", figure.of, [c.code for c in getattr(model, classed.classes)])
        elif figure.question in ids:
            yield from _strangers(about, "code", figure.of, _codes(questions.question(figure.question)))


def scheme_errors(scheme: Scheme, model: Scoring, questions: Questionnaire) -> Iterator[Finding]:
    """Codes of regions, classes, types and kinds of costs that do not exist; a predecessor that does not."""
    about = f"regeling {scheme.id}"
    needs = _codes(questions.question(model.questions["support_needs"]))
    yield from _strangers(about, "provincie", scheme.regions, load_places()["provinces"])
    yield from _strangers(about, "grootteklasse", scheme.conditions.size_classes, [c.code for c in model.eu_classes])
    yield from _strangers(about, "kostensoort", scheme.reading.cost_kinds, needs)
    yield from _type_errors(about, scheme.reading.yamamoto_types)
    if scheme.successor_of:
        yield from _strangers(about, "voorganger", [scheme.successor_of], [s.id for s in load_schemes()])
    if scheme.reading.mrl_range and not 1 <= scheme.reading.mrl_range[0] <= scheme.reading.mrl_range[1] <= 9:
        yield about, "MRL-bereik valt buiten 1 tot en met 9"


def practice_errors(practice: Practice, model: Scoring, questions: Questionnaire) -> Iterator[Finding]:
    """Codes of technologies, goals, types, size classes and provinces that do not exist."""
    about = f"voorbeeld {practice.id}"
    for name in ("technologies", "goals"):
        yield from _strangers(about, name, getattr(practice, name), _codes(questions.question(model.questions[name])))
    yield from _type_errors(about, practice.yamamoto_types)
    if practice.size_class is not None:
        yield from _strangers(about, "grootteklasse", [practice.size_class], [c.code for c in model.size_classes])
    if practice.province is not None:
        yield from _strangers(about, "provincie", [practice.province], load_places()["provinces"])


def _type_errors(about: str, types: Iterable[int]) -> Iterator[Finding]:
    known = [str(t.type) for t in load_scales().yamamoto.types]
    yield from _strangers(about, "Yamamoto-type", map(str, types), known)


def scale_errors(model: Scoring) -> Iterator[Finding]:
    """Levels, risks, situations, dimensions and factors without words."""
    scales = load_scales()
    for name, axis, words in (
        ("readiness", model.readiness, scales.readiness),
        ("necessity", model.necessity, scales.necessity),
    ):
        yield from _strangers(f"scales.yaml: {name}", "onderdeel zonder tekst", [p.id for p in axis.parts], words.parts)
        yield from _strangers(
            f"scales.yaml: {name}", "niveau zonder tekst", [b.code for b in axis.levels], words.levels
        )
    yield from _strangers(
        "scales.yaml: mrl", "risico zonder tekst", [r.code for r in model.mrl.risks], scales.mrl.risks
    )
    situations = [*(s.id for s in model.situations), model.no_situation]
    yield from _strangers("scales.yaml", "situatie zonder tekst", situations, scales.situations)
    if [level.level for level in scales.mrl.levels] != list(range(10)):
        yield "scales.yaml: mrl", "de niveaus 0 tot en met 9 staan er niet alle, in volgorde"


def criteria_errors(model: Scoring, questions: Questionnaire) -> Iterator[Finding]:
    """Criteria about answers that do not exist, and kinds of costs without words."""
    criteria = load_criteria()
    known = {q.id for q in questions.questions} | set(model.questions)
    for criterion in criteria.criteria:
        yield from _strangers(f"criteria.yaml: {criterion.id}", "vraag", criterion.answers, known)
    needs = _codes(questions.question(model.questions["support_needs"]))
    yield from _strangers("criteria.yaml", "kostensoort zonder tekst", needs, criteria.cost_kinds)
    fields = {"eu_class" if field == "size_classes" else field for field in HARD_FIELDS}
    yield from _strangers("criteria.yaml", "voorwaarde zonder tekst", fields, [c.id for c in criteria.criteria])


def term_errors() -> Iterator[Finding]:
    """Terms that name schemes or practices that do not exist, or two terms with one name."""
    schemes, practices = [s.id for s in load_schemes()], [p.id for p in load_practices()]
    seen: dict[str, str] = {}
    for term in load_terms().terms:
        about = f"begrip {term.id}"
        yield from _strangers(about, "voorbeeld", term.see, practices)
        yield from _strangers(about, "regeling", term.schemes.ids if term.schemes else (), schemes)
        for name in term.names:
            if (other := seen.setdefault(name, term.id)) != term.id:
                yield about, f"'{name}' heet ook begrip {other}"


def pain_errors() -> Iterator[Finding]:
    """Practices that do not exist."""
    practices = [p.id for p in load_practices()]
    for pain in load_pains():
        yield from _strangers(f"pains.yaml: {pain.words[0]}", "voorbeeld", pain.practices, practices)


def _warnings(on: date) -> Iterator[Finding]:
    for scheme in load_schemes():
        if not scheme.runs:
            continue
        if is_stale(scheme.known_as_of, on):
            yield f"regeling {scheme.id}", f"gegevens van {scheme.known_as_of} zijn ouder dan twaalf maanden"
        last = scheme.last_window()
        if last is not None and scheme.open_window(on) is None:
            closed = f"sloot op {last.closes}" if last.closes else "heeft geen sluitingsdatum"
            yield f"regeling {scheme.id}", f"geen open venster; '{last.label}' {closed}"
    for practice in load_practices():
        if practice.known_as_of is None:
            yield f"voorbeeld {practice.id}", "de bron heeft geen datum"
        elif is_stale(practice.known_as_of, on):
            yield f"voorbeeld {practice.id}", f"gegevens van {practice.known_as_of} zijn ouder dan twaalf maanden"
    for term in load_terms().terms:
        if term.mark == "source" and term.as_of is not None and is_stale(term.as_of, on):
            yield f"begrip {term.id}", f"bron van {term.as_of} is ouder dan twaalf maanden"


def table(remarks: list[Remark]) -> str:
    """The remarks as aligned columns, or one line that all is well."""
    if not remarks:
        return "Geen fouten en geen waarschuwingen."
    width = max(len(r.about) for r in remarks)
    lines = [f"{r.level:<7} {r.about:<{width}}  {r.text}" for r in remarks]
    errors = sum(r.level == "fout" for r in remarks)
    return "\n".join([*lines, "", f"{errors} fouten, {len(remarks) - errors} waarschuwingen"])


def main() -> int:
    """Print the table for the date given, or today; 1 when there are errors."""
    on = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date.today()
    remarks = check(on)
    print(table(remarks))
    return int(any(r.level == "fout" for r in remarks))


if __name__ == "__main__":
    sys.exit(main())
