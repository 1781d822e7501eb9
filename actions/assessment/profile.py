"""What the answers say about the company and its innovation: classes, province, types, level. Nothing is guessed:
what follows from an unknown answer is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.assessment.ladder import level
from knowledge.content import rounded
from knowledge.places import province_of
from knowledge.scoring import EuClass, Scoring, UpTo, load_scoring

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Profile:
    """The company in the terms of the model.

    `eu_certain` is False when the turnover is over the ceiling of the class, None without a class. `types` are the
    Yamamoto types the answers give, `types_complete` whether both questions were answered. `developed` is whether
    something is developed (None: not known). `mrl` is the level, None when unknown.
    """

    answers: Answers
    questions: dict[str, str]
    province: str | None
    size_class: str | None
    eu_class: EuClass | None
    eu_certain: bool | None
    types: tuple[int, ...]
    types_complete: bool
    primary: int | None
    developed: bool | None
    mrl: int | None

    def answer(self, name: str) -> Any:
        """The answer to the question that `scoring.yaml` calls by this name, or to the question with this id."""
        return self.answers.get(self.questions.get(name, name))


def profile(answers: Answers) -> Profile:
    """What the answers say, by the model of `scoring.yaml`."""
    model = load_scoring()
    ask = {name: answers.get(question) for name, question in model.questions.items()}
    eu = eu_class(model, ask["employees"])
    return Profile(
        answers=answers,
        questions=model.questions,
        province=province(ask["place"]),
        size_class=None if ask["employees"] is None else classify(model.size_classes, rounded(ask["employees"])),
        eu_class=eu,
        eu_certain=None if eu is None else certain(eu, ask["turnover"]),
        **_innovation(model, ask),
        mrl=level(ask["ladder"]),
    )


def _innovation(model: Scoring, ask: Mapping[str, Any]) -> dict[str, Any]:
    means, methods, combines = ask["means"], ask["methods"], ask["combines"]
    found = {model.yamamoto.means.get(means), model.yamamoto.methods.get(methods)} - {None}
    types = tuple(sorted(t for t in found if t is not None))
    complete = means is not None and methods is not None
    developed: bool | None = None
    if combines or set(types) & set(model.yamamoto.developed):
        developed = True
    elif complete and combines is not None:
        developed = False
    primary = next((t for t in model.yamamoto.primary_order if t in types), None)
    return {"types": types, "types_complete": complete, "primary": primary, "developed": developed}


def classify(classes: tuple[UpTo, ...], value: float) -> str:
    """The class of a number: lower bound exclusive, upper bound inclusive."""
    return next(c.code for c in classes if c.to is None or value <= c.to)


def eu_class(model: Scoring, employees: float | None) -> EuClass | None:
    """The class of the European definition by head count alone."""
    if employees is None:
        return None
    return next(c for c in model.eu_classes if c.under is None or rounded(employees) < c.under)


def certain(eu: EuClass, turnover: float | None) -> bool:
    """False when the turnover is over the ceiling of the class, so that the balance sheet total would decide."""
    return turnover is None or eu.turnover is None or turnover <= eu.turnover


def province(place: str | None) -> str | None:
    """The province of a place or postcode; None when it is not known or the name lies in more provinces."""
    found = province_of(place) if place else []
    return found[0][1] if len(found) == 1 else None


def company(found: Profile) -> dict[str, Any]:
    """The `company` part of the result."""
    return {
        "name": found.answer("name"),
        "place": found.answer("place"),
        "province": found.province,
        "employees": found.answer("employees"),
        "sizeClass": found.size_class,
        "euClass": found.eu_class.code if found.eu_class else None,
        "euClassCertain": found.eu_certain,
        "turnover": found.answer("turnover"),
    }
