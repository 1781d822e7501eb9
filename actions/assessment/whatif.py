"""The question "wat als": what changes in the result when answers change, with the reason named. Nothing is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment import assess
from knowledge.criteria import load_criteria
from knowledge.dutch import listing
from knowledge.roadmap import WhatIf, load_roadmap
from knowledge.scales import load_scales
from knowledge.schemes import load_schemes

Result = dict[str, Any]
BETTER = ("no", "maybe", "fits")


def what_if(answers: Mapping[str, Any], changes: Mapping[str, Any], on: date) -> Result:
    """Compare the result of the answers with that of the answers after these changes, on the same date.

    `answers` and `changes` as for `assess`; None in `changes` makes an answer unknown. Keys of what comes back:
    `readiness` and `necessity` (`before`, `after`, `levelBefore`, `levelAfter`, `parts`: those whose points change),
    `mrl` and `yamamoto` (`before`, `after`), `situation` (`came`, `went`), `schemes` (each with `id`, `name`,
    `before`, `after`, `reasons` that changed, `text`), `bestPractices` (`came`, `went`) and `text`, all sentences.
    """
    before, after = assess(answers, on), assess({**answers, **changes}, on)
    was, now = before["assessment"], after["assessment"]
    found: Result = {
        "readiness": _score(was["readiness"], now["readiness"], "dimensions"),
        "necessity": _score(was["necessity"], now["necessity"], "factors"),
        "mrl": {"before": was["mrl"]["level"], "after": now["mrl"]["level"]},
        "yamamoto": {"before": was["yamamoto"]["types"], "after": now["yamamoto"]["types"]},
        "situation": _lists(was["situation"], now["situation"]),
        "schemes": _schemes(before["schemes"], after["schemes"]),
        "bestPractices": _lists(
            [practice["id"] for practice in before["bestPractices"]],
            [practice["id"] for practice in after["bestPractices"]],
        ),
    }
    found["text"] = _sentences(found)
    return found


def _score(before: Result, after: Result, parts: str) -> Result:
    moved = {
        part: {"before": got["points"], "after": after[parts][part]["points"]}
        for part, got in before[parts].items()
        if got["points"] != after[parts][part]["points"]
    }
    return {
        "before": before["score"],
        "after": after["score"],
        "levelBefore": before["level"],
        "levelAfter": after["level"],
        "parts": moved,
    }


def _lists(before: list[str], after: list[str]) -> Result:
    return {"came": [x for x in after if x not in before], "went": [x for x in before if x not in after]}


def _schemes(before: list[Result], after: list[Result]) -> list[Result]:
    """The schemes whose fit changes, those that get better first."""
    was, say = {match["id"]: match for match in before}, load_roadmap().what_if.scheme
    short = {scheme.id: scheme.short for scheme in load_schemes()}
    changed = []
    for match in after:
        old = was[match["id"]]
        if old["fit"] == match["fit"]:
            continue
        reasons = _changed_reasons(old["reasons"], match["reasons"])
        reason = reasons[0]["text"] if reasons else ""
        changed.append(
            {
                "id": match["id"],
                "name": short[match["id"]],
                "before": old["fit"],
                "after": match["fit"],
                "reasons": reasons,
                "text": say[f"to_{match['fit']}"].format(name=short[match["id"]], reason=reason).strip(),
            }
        )
    return sorted(changed, key=lambda c: BETTER.index(c["before"]) > BETTER.index(c["after"]))


def _changed_reasons(before: list[Result], after: list[Result]) -> list[Result]:
    """The hard criteria that now say something else: they made the fit change."""
    was, criteria = {reason["criterion"]: reason["met"] for reason in before}, load_criteria()
    return [
        reason
        for reason in after
        if criteria.criterion(reason["criterion"]).hard and reason["met"] != was.get(reason["criterion"])
    ]


def _sentences(found: Result) -> list[str]:
    say, scales = load_roadmap().what_if, load_scales()
    sentences = []
    for axis, name in say.axes.items():
        score = found[axis]
        if score["before"] != score["after"]:
            sentences.append(_moved(say, name, score, getattr(scales, axis).levels))
        elif score["parts"] and score["before"] is not None:
            sentences.append(say.score_same.format(axis=name, before=score["before"]))
    level = found["mrl"]
    if level["before"] != level["after"]:
        sentences.append(say.mrl.format(before=_or_unknown(level["before"]), after=_or_unknown(level["after"])))
    types = found["yamamoto"]
    if types["before"] != types["after"]:
        sentences.append(say.types.format(before=_types(types["before"]), after=_types(types["after"])))
    for key, template in (("came", say.situation_came), ("went", say.situation_went)):
        if codes := found["situation"][key]:
            sentences.append(template.format(labels=listing([scales.situations[code].label for code in codes])))
    return [*sentences, *(scheme["text"] for scheme in found["schemes"])] or [say.nothing]


def _moved(say: WhatIf, name: str, score: Result, levels: Mapping[str, Any]) -> str:
    text = say.score.format(axis=name, before=_or_unknown(score["before"]), after=_or_unknown(score["after"]))
    if score["levelAfter"] in (None, score["levelBefore"]):
        return text
    return f"{text} {say.level_word.format(label=levels[score['levelAfter']].label)}"


def _or_unknown(value: int | None) -> str:
    return load_roadmap().what_if.unknown if value is None else str(value)


def _types(types: list[int]) -> str:
    say = load_roadmap().what_if
    return say.type.format(types=listing([str(number) for number in types])) if types else say.no_type
