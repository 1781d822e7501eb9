"""Keeps the tables of `docs/hoe-de-score-ontstaat.md` equal to the content: `python -m knowledge.docs`.

A table stands between `<!-- tabel: naam -->` and `<!-- einde -->`; the rest of the page is written by hand.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from knowledge.criteria import load_criteria
from knowledge.dutch import euro, known, listing, number
from knowledge.places import province_name
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.scales import AxisText, load_scales
from knowledge.schemes import Scheme, load_schemes
from knowledge.scoring import Axis, Condition, Contains, Halves, Mean, Rule, Share, Sum, Table, YesNo, load_scoring

PAGE = Path(__file__).parent.parent / "docs" / "hoe-de-score-ontstaat.md"
BLOCK = re.compile(r"(<!-- tabel: (\w+) -->\n).*?(<!-- einde -->)", re.DOTALL)


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def axis_table(axis: Axis, words: AxisText) -> str:
    """The parts of a score: weight, question and points."""
    rows = ((words.parts[p.id].label, str(p.weight), rule_words(p.rule)) for p in axis.parts)
    return markdown(("onderdeel", "gewicht", "punten"), rows)


def rule_words(rule: Rule) -> str:
    """What a rule gives for which answer."""
    match rule:
        case Mean():
            first, *others = (rule_words(part) for part in rule.of)
            return f"{first}<br>Is ook dit bekend, dan telt het gemiddelde: {'; '.join(others)}"
        case Halves():
            halves = " plus ".join(rule_words(part) for part in rule.of)
            return f"{halves}.<br>Is maar een van de twee bekend, dan telt die dubbel."
        case Table():
            unknown = "".join(f"; {_label(rule.question, code)}: onbekend" for code in rule.unknown)
            return _points(rule.question, rule.points) + unknown
        case Sum():
            return f"{_points(rule.question, rule.points)}; opgeteld, ten hoogste {rule.at_most}"
        case YesNo():
            return f"{_question(rule.question).label}: ja {rule.yes}, nee {rule.no}"
        case Contains():
            return f"{_label(rule.question, rule.code)}: {rule.yes}; wel antwoord, maar zonder dit: {rule.no}"
        case Share():
            label, whole = _question(rule.question).label, _question(rule.of).label
            return (
                f"{label}: geen {rule.none}, minder dan {number(rule.percent)}% van de {whole} {rule.below}, "
                f"vanaf {number(rule.percent)}% {rule.enough} ({whole} onbekend: {rule.below} voor elk bedrag)"
            )


def _question(question_id: str) -> Question:
    return load_questionnaire().question(question_id)


def _label(question_id: str, code: str) -> str:
    return _question(question_id).option(code).label


def _points(question_id: str, points: dict[str, int]) -> str:
    return f"{_question(question_id).label}: " + ", ".join(
        f"{_label(question_id, code)} {got}" for code, got in points.items()
    )


def levels_table(axis: Axis, words: AxisText) -> str:
    """The levels of a score with what they mean."""
    rows = ((f"vanaf {b.start}", words.levels[b.code].label, words.levels[b.code].meaning) for b in axis.levels)
    return markdown(("score", "niveau", "betekenis"), rows)


def classes_table() -> str:
    """Size classes of the survey and of the European definition."""
    model = load_scoring()
    survey = listing([c.code for c in model.size_classes])
    european = [
        (
            c.label,
            "daarboven" if c.under is None else f"minder dan {c.under}",
            "" if c.turnover is None else euro(c.turnover),
        )
        for c in model.eu_classes
    ]
    head = ("Europese klasse", "medewerkers", "boven deze omzet onzeker")
    return f"Klassen van de enquête: {survey} medewerkers.\n\n{markdown(head, european)}"


def types_table() -> str:
    """The Yamamoto types and the answers that give them."""
    model, scales = load_scoring(), load_scales()
    rows = []
    for name in ("means", "methods"):
        question = model.questions[name]
        for code, number_ in getattr(model.yamamoto, name).items():
            found = scales.type(number_)
            rows.append((str(number_), found.name, f"{_question(question).label}: {_label(question, code)}"))
    return markdown(("type", "naam", "antwoord"), sorted(rows))


def mrl_table() -> str:
    """The levels with the question that each asks, and the risk."""
    model, scale = load_scoring().mrl, load_scales().mrl
    rows = []
    for level in scale.levels:
        risk = [b.code for b in model.risks if b.start <= level.level][-1]
        phase = "" if level.phase is None else f"{level.phase} {scale.phases[level.phase].name}"
        rows.append((str(level.level), level.name, phase, scale.risks[risk].label, level.question))
    return markdown(("niveau", "naam", "fase", "risico", "vraag"), rows)


def ladder_table() -> str:
    """Which level is asked after which."""
    ladder = load_scoring().mrl.ladder
    rows = (
        (str(at), str(after.get("yes", "klaar")), str(after.get("no", "klaar"))) for at, after in ladder.nodes.items()
    )
    return markdown(("gevraagd niveau", "na ja", "na nee of weet ik niet"), rows)


def situations_table() -> str:
    """The situations with their conditions."""
    model, scales = load_scoring(), load_scales()
    rows = []
    for situation in model.situations:
        some = " of ".join(condition_words(c) for c in situation.some)
        every = "".join(f"{condition_words(c)}, en " for c in situation.every)
        rows.append((scales.situations[situation.id].label, every + some))
    rows.append((scales.situations[model.no_situation].label, "geen van de andere"))
    return markdown(("situatie", "wanneer"), rows)


def condition_words(condition: Condition) -> str:
    """One condition in words."""
    if condition.mrl_below is not None:
        return f"MRL bekend en lager dan {condition.mrl_below}"
    assert condition.question is not None  # every other condition is about a question
    label = _question(condition.question).label
    if condition.is_unknown:
        return f"{label}: weet ik niet"
    codes = condition.among or condition.contains
    return f"{label}: " + " of ".join(f"'{_label(condition.question, code)}'" for code in codes)


def criteria_table() -> str:
    """The criteria of a match: hard or soft, and the answers they use."""
    model = load_scoring()
    rows = []
    for criterion in load_criteria().criteria:
        asked = [_question(model.questions.get(name, name)).label for name in criterion.answers]
        kind = "beslist" if criterion.hard else "alleen volgorde"
        rows.append((criterion.label, kind, listing(asked) or "geen"))
    return markdown(("voorwaarde", "telt", "antwoorden"), rows)


def schemes_table() -> str:
    """All schemes with status, where, what decides, and the date of the facts."""
    criteria = load_criteria()
    rows = (
        (
            scheme.short,
            criteria.kinds[scheme.kind],
            criteria.statuses[scheme.status],
            listing([province_name(region) for region in scheme.regions]) or "heel Nederland",
            "; ".join(scheme_conditions(scheme)) or "geen die uw antwoorden beslissen",
            known(scheme.known_as_of),
        )
        for scheme in load_schemes()
    )
    return markdown(("regeling", "soort", "toestand", "waar", "wat beslist", "stand"), rows)


def scheme_conditions(scheme: Scheme) -> list[str]:
    """The hard conditions of a scheme in a few words; a doubtful one says so."""
    asked, words = scheme.conditions, load_criteria()
    told = []
    if set(asked.size_classes) != set(words.eu_classes):
        told.append(listing([words.eu_classes[code] for code in asked.size_classes]))
    names = {
        "collaboration": "samen aanvragen",
        "international": "partner in het buitenland",
        "own_development": "zelf ontwikkelen",
        "energy_or_environment": "energie of milieu",
    }
    told += [name for field, name in names.items() if getattr(asked, field)]
    if asked.existing_technology is False:
        told.append("niet alleen bestaande techniek")
    if asked.min_project is not None:
        told.append(f"project ten minste {euro(asked.min_project)}")
    doubtful = {"existing_technology": "bestaande techniek", "min_project": "projectomvang"}
    told += [f"{doubtful.get(field, names.get(field, field))} niet bevestigd" for field in asked.unconfirmed]
    told += [check.text.rstrip(".") for check in scheme.check_yourself if check.decides]
    return told


def practices_table() -> str:
    """What each likeness of a best practice counts for."""
    weights = load_scoring().practices
    names = {
        "technologies": "gedeelde technieken",
        "goals": "gedeelde doelen",
        "types": "gedeeld type vernieuwing",
        "size": "dezelfde grootteklasse (een andere telt even zwaar tegen)",
        "province": "dezelfde provincie (een andere telt even zwaar tegen)",
        "text": "woorden in uw eigen omschrijving",
    }
    rows = ((name, f"ten hoogste {number(getattr(weights, field))}") for field, name in names.items())
    return markdown(("overeenkomst", "telt"), rows)


def tables() -> dict[str, Callable[[], str]]:
    """The tables of the page by name."""
    model, scales = load_scoring(), load_scales()
    return {
        "klassen": classes_table,
        "typen": types_table,
        "mrl": mrl_table,
        "ladder": ladder_table,
        "gereedheid": lambda: axis_table(model.readiness, scales.readiness),
        "gereedheidsniveaus": lambda: levels_table(model.readiness, scales.readiness),
        "noodzaak": lambda: axis_table(model.necessity, scales.necessity),
        "noodzaakniveaus": lambda: levels_table(model.necessity, scales.necessity),
        "situaties": situations_table,
        "voorwaarden": criteria_table,
        "regelingen": schemes_table,
        "voorbeelden": practices_table,
    }


def filled(page: str) -> str:
    """The page with every table made anew. Raises KeyError for a table that does not exist."""
    makers = tables()
    return BLOCK.sub(lambda found: f"{found[1]}{makers[found[2]]()}\n{found[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
