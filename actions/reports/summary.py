"""A result in three sentences: where the company stands, how far its innovation is, and which schemes may help."""

from typing import Any

from actions.reports.wording import report_words
from knowledge.dutch import listing
from knowledge.scales import load_scales
from knowledge.schemes import load_schemes

Json = dict[str, Any]


def summary(name: str, result: Json) -> list[str]:
    """The three sentences about a result (the JSON of `assess`) of the company with this name."""
    say = report_words()["summary"]
    return [_standing(say, name, result), _innovation(say, result), _support(say, result)]


def _standing(say: Json, name: str, result: Json) -> str:
    scales, scores = load_scales(), []
    for axis in ("readiness", "necessity"):
        score = result["assessment"][axis]
        if score["score"] is not None:
            level = getattr(scales, axis).levels[score["level"]].label
            scores.append(say[axis].format(score=score["score"], level=level))
    if scores and result["assessment"]["readiness"]["score"] is None:
        scores = [f"heeft {scores[0]}"]
    text = say["standing"].format(name=name, scores=say["and"].join(scores) or say["nothing"])
    return str(text[:1].upper() + text[1:])


def _innovation(say: Json, result: Json) -> str:
    mrl, types = result["assessment"]["mrl"], result["assessment"]["yamamoto"]["types"]
    if mrl["level"] is None:
        return str(say["no_mrl"])
    return str(
        say["mrl_type" if types else "mrl"].format(
            level=mrl["level"],
            name=load_scales().mrl_level(mrl["level"]).name,
            risk=load_scales().mrl.risks[mrl["risk"]].label,
            types=listing([str(number) for number in types]),
        )
    )


def _support(say: Json, result: Json) -> str:
    short = {scheme.id: scheme.short for scheme in load_schemes()}
    for fit in ("fits", "maybe"):
        names = [short.get(match["id"], match["name"]) for match in result["schemes"] if match["fit"] == fit]
        if names:
            return str(say[f"schemes_{fit}"].format(names=listing(names[: say["schemes_shown"]])))
    return str(say["schemes_none"])
