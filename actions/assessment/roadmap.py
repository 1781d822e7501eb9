"""The roadmap: three steps with who, what, how long and who or what helps; and the worksheet for the investment.

The rules and texts are in `knowledge/roadmap.yaml`. A rule gives no step when the answers do not say enough for it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from actions.assessment import assess
from actions.assessment.explain import PROVISIONAL_BELOW
from actions.assessment.profile import Profile, profile
from knowledge.criteria import load_criteria
from knowledge.dutch import euro, listing, number
from knowledge.questionnaire import Size
from knowledge.roadmap import Roadmap, RuleName, Step, load_roadmap
from knowledge.scales import load_scales
from knowledge.schemes import Scheme, load_schemes
from knowledge.scoring import load_scoring

Result = Mapping[str, Any]
Found = tuple[str, Step, dict[str, Any]]
"""What a rule found: the id of the step, the step, and what its reason and text need."""


def roadmap(answers: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    """The steps for a company on a date, the first one first.

    `answers` as for `assess`. Each step has `id`, `rule`, `title`, `what`, `who`, `howLong`, `doneWhen`, `because`,
    `evidence` (what to collect on the way to the next MRL level), `person`, and `scheme` (`id`, `name`, `fit`, `text`)
    or None when no scheme that may fit helps with its costs.
    """
    return steps(answers, assess(answers, on))


def steps(answers: Mapping[str, Any], result: Result) -> list[dict[str, Any]]:
    """The steps that go with a result that is there already, in the form of `roadmap`."""
    content, found = load_roadmap(), profile(answers)
    size = content.size(result["company"]["sizeClass"])
    chosen: list[tuple[RuleName, Found]] = []
    for rule in _order(content, result):
        known = {step_id for _, (step_id, _, _) in chosen}
        new = [got for got in RULES[rule](content, result) if got[0] not in known]
        chosen += [(rule, got) for got in (new if rule == "always" else new[:1])]
    return [_as_json(content, size, rule, got, result, found) for rule, got in chosen[: content.steps]]


def _order(content: Roadmap, result: Result) -> tuple[RuleName, ...]:
    situations, level = result["assessment"]["situation"], result["assessment"]["mrl"]["level"]
    for order in content.orders:
        early = order.level_below is None or level is None or level < order.level_below
        if early and (order.situation is None or order.situation in situations):
            return order.rules
    raise ValueError("no order of roadmap.yaml holds")


def _by_level(content: Roadmap, result: Result) -> Iterator[Found]:
    level = result["assessment"]["mrl"]["level"]
    if level is not None:
        name = load_scales().mrl_level(level).name
        yield f"level-{level}", content.levels[level], {"level": level, "name": name}


def _by_dimension(content: Roadmap, result: Result) -> Iterator[Found]:
    readiness = result["assessment"]["readiness"]
    weakest = readiness["weakest"]
    if weakest is None or readiness["dimensions"][weakest]["points"] >= content.weak_below:
        return
    label, points = load_scales().readiness.parts[weakest].label, readiness["dimensions"][weakest]["points"]
    yield f"dimension-{weakest}", content.dimensions[weakest], {"label": label, "points": number(points)}


def _by_situation(content: Roadmap, result: Result) -> Iterator[Found]:
    for situation in result["assessment"]["situation"]:
        label = load_scales().situations[situation].label
        yield f"situation-{situation}", content.situations[situation], {"label": label}


def _by_type(content: Roadmap, result: Result) -> Iterator[Found]:
    primary = result["assessment"]["yamamoto"]["primary"]
    if primary is not None:
        yield f"type-{primary}", content.types[primary], {"type": primary, "name": load_scales().type(primary).name}


def _always(content: Roadmap, result: Result) -> Iterator[Found]:
    unsure = result["assessment"]["readiness"]["coverage"] < PROVISIONAL_BELOW
    for filler in content.always:
        if unsure or not filler.unsure_only:
            yield filler.id, filler, {}


RULES: dict[RuleName, Callable[[Roadmap, Result], Iterator[Found]]] = {
    "level": _by_level,
    "dimension": _by_dimension,
    "situation": _by_situation,
    "type": _by_type,
    "always": _always,
}


def _as_json(
    content: Roadmap, size: Size, rule: RuleName, got: Found, result: Result, found: Profile
) -> dict[str, Any]:
    step_id, step, facts = got
    return {
        "id": step_id,
        "rule": rule,
        "title": step.title.of(size),
        "what": step.what.of(size) if step.what else _next_level(content, facts["level"], result, found),
        "who": step.who.of(size),
        "howLong": step.how_long.of(size),
        "doneWhen": step.done_when,
        "evidence": _evidence(facts["level"]) if rule == "level" else [],
        "because": content.because[rule].format(**facts),
        "person": step.person,
        "scheme": _scheme(content, rule, step, result),
    }


def _next_level(content: Roadmap, level: int, result: Result, found: Profile) -> str:
    """The next step of an MRL level, with what a combination or a new way of working adds to it."""
    sentences = [load_scales().mrl_level(level).next_step]
    if found.answer("combines"):
        sentences.append(content.together)
    means = set(load_scoring().yamamoto.means.values())
    if found.types and not means & set(found.types):
        sentences.append(content.other_work)
    return " ".join(sentences)


def _evidence(level: int) -> list[str]:
    """What to collect to show the level after this one; nothing above the highest."""
    levels = load_scales().mrl.levels
    return list(levels[level + 1].evidence) if level + 1 < len(levels) else []


def _scheme(content: Roadmap, rule: RuleName, step: Step, result: Result) -> dict[str, Any] | None:
    """The first scheme that may fit and helps with a step's costs; the schemes come best first."""
    known = {scheme.id: scheme for scheme in load_schemes()}
    for match in result["schemes"]:
        scheme = known.get(match["id"])
        if match["fit"] == "no" or scheme is None:
            continue
        if rule not in content.project_rules and _asks_a_project(scheme):
            continue
        shared = [kind for kind in step.cost_kinds if kind in scheme.reading.cost_kinds]
        if shared:
            costs = listing([load_criteria().cost_kinds[kind] for kind in shared])
            text = content.scheme[match["fit"]].format(name=scheme.short, costs=costs)
            return {"id": scheme.id, "name": scheme.short, "fit": match["fit"], "text": text}
    return None


def _asks_a_project(scheme: Scheme) -> bool:
    asks = scheme.conditions
    return bool(asks.collaboration or asks.international or asks.energy_or_environment or asks.own_development)


def worksheet(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The table in which the owner writes what the investment costs, with the budget that was named.

    `rows` have `label`, `what` and `hours` (whether hours can be filled in); amounts are empty: no price is known.
    """
    content, budget = load_roadmap().worksheet, profile(answers).answer("budget")
    return {
        "budget": content.no_budget if budget is None else content.budget.format(budget=euro(budget)),
        "hoursNote": content.hours_note,
        "rows": [{"id": row.id, "label": row.label, "what": row.what, "hours": row.hours} for row in content.rows],
        "total": content.total,
        "question": content.question,
    }
