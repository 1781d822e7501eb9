"""The words of a match: for each criterion of a scheme a sentence that names the answer it came from."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from actions.assessment.matching import ABSENT, FITS, MET, NOT_MET, UNCLEAR, Matcher, Ranking, matcher
from actions.assessment.profile import Profile
from knowledge.content import is_stale
from knowledge.criteria import Criterion, load_criteria
from knowledge.dutch import day, euro, known, listing, number
from knowledge.places import province_name
from knowledge.schemes import GRANTS, Scheme, Window
from knowledge.scoring import load_scoring

SENTENCE = {MET: "met", NOT_MET: "not_met", UNCLEAR: "unclear"}
OUTCOME = {MET: True, NOT_MET: False}


def matches(found: Profile, on: date, limit: int | None = None) -> list[dict[str, Any]]:
    """The schemes of the knowledge base for a company on a date, best first."""
    return shown(matcher(), matcher().rank(found, on), found, on, limit)


def shown(
    schemes: Matcher, ranking: Ranking, found: Profile, on: date, limit: int | None = None
) -> list[dict[str, Any]]:
    """The first `limit` schemes of a ranking with their reasons; all of them without a limit."""
    criteria = load_criteria().criteria
    own = {criterion.id: OWN[criterion.id](found, on) for criterion in criteria}
    asked_of = {c.id: [found.questions.get(name, name) for name in c.answers] for c in criteria}
    matched = []
    for at in ranking.order[:limit].tolist():
        scheme = schemes.schemes[at]
        reasons = [
            {
                "criterion": criterion.id,
                "met": OUTCOME.get(verdict),
                "text": _sentence(criterion, verdict, schemes, at, own, found, on),
                "questionIds": asked_of[criterion.id],
            }
            for criterion in criteria
            if (verdict := int(ranking.verdicts[criterion.id][at])) != ABSENT
        ]
        matched.append(
            {
                "id": scheme.id,
                "name": scheme.name,
                "fit": FITS[ranking.fit[at]],
                "reasons": reasons,
                "factsAsOf": scheme.known_as_of,
                "factsNote": facts_note(scheme, on),
                "checkYourself": check_yourself(scheme),
                "matchend": matchend(scheme, found.answer("co_investment")),
            }
        )
    return matched


def _sentence(
    criterion: Criterion, verdict: int, schemes: Matcher, at: int, own: dict[str, str], found: Profile, on: date
) -> str:
    scheme = schemes.schemes[at]
    template: str = getattr(criterion, SENTENCE.get(verdict, "unknown"))
    if criterion.id == "opening":
        window = scheme.open_window(on) if verdict == MET else scheme.last_window()
        ended = scheme.ended.text if scheme.ended else ""
        return template.format(own=own["opening"], window=in_words(window), ended=ended)
    mine = own[criterion.id]
    if criterion.id == "eu_class" and verdict == UNCLEAR:
        mine = euro(found.answer("turnover"))
    elif criterion.id == "cost_kinds" and verdict == MET:
        mine = _costs([c for c in scheme.reading.cost_kinds if c in found.answer("support_needs")])
    if (asked := schemes.said.get((criterion.id, at))) is None:
        asked = schemes.said[criterion.id, at] = ASKED.get(criterion.id, _nothing)(scheme)
    return template.format(own=mine, asked=asked)


def facts_note(scheme: Scheme, on: date) -> str | None:
    """The warning that goes with facts older than twelve months, None for newer ones."""
    if not is_stale(scheme.known_as_of, on):
        return None
    return load_criteria().stale.format(known=known(scheme.known_as_of), provider=scheme.provider)


def check_yourself(scheme: Scheme) -> list[str]:
    """The conditions that no question covers, as sentences."""
    return [load_criteria().check.format(text=check.text) for check in scheme.check_yourself]


def matchend(scheme: Scheme, co_investment: bool | None) -> str | None:
    """What a subsidy asks of the owner's own money, beside his answer; None for other kinds of schemes."""
    if scheme.kind not in GRANTS or not scheme.runs:
        return None
    return load_criteria().matchend["unknown" if co_investment is None else "yes" if co_investment else "no"]


def in_words(window: Window | None) -> str:
    """A window as words: "ronde 11, van 9 juli 2026 tot en met 10 september 2026"; empty without a window."""
    if window is None:
        return ""
    dates = {"opens": window.opens and day(window.opens), "closes": window.closes and day(window.closes)}
    kind = "span" if all(dates.values()) else "from" if window.opens else "until" if window.closes else "open_ended"
    return load_criteria().window[kind].format(label=window.label, **dates)


def _nothing(scheme: Scheme) -> str:
    return ""


def _types(types: tuple[int, ...]) -> str:
    words = load_criteria().types
    return words["some"].format(types=listing([str(t) for t in types])) if types else words["none"]


def _costs(codes: Iterable[str]) -> str:
    words = load_criteria()
    return listing([words.cost_kinds[code] for code in codes]) or words.nothing


def _levels(scheme: Scheme) -> str:
    low, high = scheme.reading.mrl_range or (0, 0)
    return f"{low} tot en met {high}"


def _minimum(scheme: Scheme) -> str:
    return "" if scheme.conditions.min_project is None else euro(scheme.conditions.min_project)


def _checks(scheme: Scheme) -> str:
    return " ".join(check.text for check in scheme.check_yourself if check.decides)


# What a scheme asks, in words, for the criteria whose sentence says so.
ASKED: dict[str, Callable[[Scheme], str]] = {
    "eu_class": lambda s: listing([load_criteria().eu_classes[c] for c in s.conditions.size_classes]),
    "region": lambda s: listing([province_name(region) for region in s.regions]),
    "min_project": _minimum,
    "own_check": _checks,
    "yamamoto_type": lambda s: _types(s.reading.yamamoto_types),
    "mrl_range": _levels,
    "cost_kinds": lambda s: _costs(s.reading.cost_kinds),
}


def _own_class(found: Profile, on: date) -> str:
    if found.eu_class is None:
        return ""
    return f"{number(found.answer('employees'))} medewerkers ({found.eu_class.label})"


def _own_development(found: Profile, on: date) -> str:
    words = load_criteria().development
    if found.developed is None:
        return words["unknown"]
    if found.developed:
        developed = _developed_types(found)
        return words["developed"].format(types=developed) if developed else words["combines"]
    return words["existing" if found.types else "none"]


def _developed_types(found: Profile) -> str:
    return listing([str(t) for t in found.types if t in load_scoring().yamamoto.developed])


def _own_level(found: Profile, on: date) -> str:
    words = load_criteria().mrl
    return words["level"].format(level=found.mrl) if found.mrl else words["zero"]


def _own_budget(found: Profile, on: date) -> str:
    budget = found.answer("budget")
    return load_criteria().budget_unknown if budget is None else euro(budget)


def _empty(found: Profile, on: date) -> str:
    return ""


# The owner's answer, in words, by criterion.
OWN: dict[str, Callable[[Profile, date], str]] = {
    "opening": lambda found, on: day(on),
    "eu_class": _own_class,
    "region": lambda found, on: province_name(found.province) if found.province else "",
    "collaboration": _empty,
    "international": _empty,
    "energy_or_environment": _empty,
    "own_development": _own_development,
    "existing_technology": _own_development,
    "min_project": _own_budget,
    "own_check": _empty,
    "yamamoto_type": lambda found, on: _types(found.types),
    "mrl_range": _own_level,
    "cost_kinds": lambda found, on: _costs(found.answer("support_needs") or []),
}
