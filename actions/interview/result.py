"""The result in the chat: where the company stands, what that means, what to do next, schemes, practices, mirror.

The figures come from `actions.assessment`, the words from `knowledge/scales.yaml` and `knowledge/texts.yaml`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment import assess
from actions.interview.message import Message
from actions.interview.state import State
from knowledge.questionnaire import load_questionnaire
from knowledge.scales import AxisText, load_scales
from knowledge.survey import load_survey
from knowledge.texts import Texts, load_texts

PROVISIONAL = 0.5  # coverage below which a score is shown as provisional (the assessment model)
SCHEMES_SHOWN = 3
REASONS_SHOWN = 2
CHECKS_SHOWN = 1
STEPS_SHOWN = 3
MIRROR_SHOWN = 3
Result = dict[str, Any]


def messages(texts: Texts, state: State, on: date) -> list[Message]:
    """The whole result as it is shown once: four messages, the most important first."""
    found = assess(state.values(), on)
    parts = [_standing(texts, state, found), _schemes(texts, found), _practices(texts, found), _mirror(texts, found)]
    return [Message(text, "result") for text in parts if text]


def headline(values: Mapping[str, Any], on: date) -> dict[str, str]:
    """The two scores in words, for a sentence about a change."""
    texts, found = load_texts(), assess(values, on)["assessment"]
    scores = {axis: found[axis]["score"] for axis in ("readiness", "necessity")}
    return {axis: texts.sentence("score_unknown") if s is None else str(s) for axis, s in scores.items()}


def schemes(texts: Texts, state: State, on: date) -> Message:
    """The schemes, asked for again."""
    return Message(_schemes(texts, assess(state.values(), on)), "result")


def practices(texts: Texts, state: State, on: date) -> Message:
    """The practices, asked for again."""
    return Message(_practices(texts, assess(state.values(), on)) or texts.sentence("result_practices_none"), "result")


def explained(texts: Texts, state: State, on: date) -> Message:
    """Every score opened up: its parts, their points and weights, and what is not known."""
    found, scales = assess(state.values(), on)["assessment"], load_scales()
    lines = [texts.sentence("explained_title")]
    for axis, parts in (("readiness", "dimensions"), ("necessity", "factors")):
        words: AxisText = getattr(scales, axis)
        score = found[axis]["score"]
        shown = texts.sentence("score_unknown") if score is None else str(score)
        lines.append(texts.sentence("explained_axis", axis=texts.sentence(f"axis_{axis}"), score=shown))
        for part, got in found[axis][parts].items():
            key = "explained_unknown" if got["points"] is None else "explained_part"
            lines.append(texts.sentence(key, label=words.parts[part].label, **got))
    return Message("\n".join(lines), "result")


def _standing(texts: Texts, state: State, found: Result) -> str:
    scales, assessment = load_scales(), found["assessment"]
    name = found["company"]["name"] or texts.sentence("result_name_unknown")
    lines = [texts.sentence("result_title", name=name)]
    lines += [_score(texts, assessment, axis, getattr(scales, axis)) for axis in ("readiness", "necessity")]
    lines += [_types(texts, state, assessment["yamamoto"]), _mrl(texts, assessment["mrl"])]
    lines += ["", texts.sentence("result_meaning_title")]
    lines += [scales.situations[situation].meaning for situation in assessment["situation"]]
    if weakest := assessment["readiness"]["weakest"]:
        label = scales.readiness.parts[weakest].label
        points = assessment["readiness"]["dimensions"][weakest]["points"]
        lines.append(texts.sentence("result_weakest", label=label, points=points))
    lines += ["", texts.sentence("result_steps_title")]
    lines += [f"{n}. {step}" for n, step in enumerate(_steps(assessment), 1)]
    return "\n".join([*lines, "", texts.sentence("result_next")])


def _score(texts: Texts, assessment: Result, axis: str, words: AxisText) -> str:
    score, name = assessment[axis], texts.sentence(f"axis_{axis}")
    if score["score"] is None:
        return texts.sentence("result_score_unknown", axis=name)
    level = words.levels[score["level"]]
    line = texts.sentence("result_score", axis=name, score=score["score"], level=level.label, meaning=level.meaning)
    return f"{line} {texts.sentence('result_provisional')}" if score["coverage"] < PROVISIONAL else line


def _types(texts: Texts, state: State, yamamoto: Result) -> str:
    scales, roles = load_scales(), load_questionnaire().roles
    if not yamamoto["types"]:
        both_known = all(state.value(roles[axis]) is not None for axis in ("means", "methods"))
        return f"- {scales.yamamoto.none}" if both_known else texts.sentence("result_no_type")
    named = [f"type {number}, {scales.type(number).name}" for number in yamamoto["types"]]
    return texts.sentence("result_type", types=" en ".join(named))


def _mrl(texts: Texts, mrl: Result) -> str:
    scales = load_scales()
    if mrl["level"] is None:
        return texts.sentence("result_mrl_unknown")
    risk = scales.mrl.risks[mrl["risk"]]
    name = scales.mrl_level(mrl["level"]).name
    return texts.sentence("result_mrl", level=mrl["level"], name=name, risk=risk.label, meaning=risk.meaning)


def _steps(assessment: Result) -> list[str]:
    """What to do, the most telling first: the next MRL level, the weakest dimension, the situation."""
    scales, steps = load_scales(), []
    if assessment["mrl"]["level"] is not None:
        steps.append(scales.mrl_level(assessment["mrl"]["level"]).next_step)
    if weakest := assessment["readiness"]["weakest"]:
        steps.append(scales.readiness.parts[weakest].step)
    for situation in assessment["situation"]:
        steps += scales.situations[situation].steps
    return list(dict.fromkeys(steps))[:STEPS_SHOWN]


def _schemes(texts: Texts, found: Result) -> str:
    lines = [texts.sentence("result_schemes_title")]
    shown = [scheme for scheme in found["schemes"] if scheme["fit"] != "no"][:SCHEMES_SHOWN]
    for scheme in shown:
        telling = sorted((r for r in scheme["reasons"] if r["met"] is not False), key=lambda r: r["met"] is True)
        reasons = [r["text"] for r in telling[:REASONS_SHOWN]]  # what is not known yet comes first
        fit = texts.sentence(f"result_{scheme['fit']}", name=scheme["name"])
        why = texts.sentence("result_scheme_reasons", reasons=" ".join(reasons), as_of=scheme["factsAsOf"])
        also = [scheme["factsNote"], scheme["matchend"], *scheme["checkYourself"][:CHECKS_SHOWN]]
        lines.append(" ".join(["-", fit, why, *filter(None, also)]))
    if not shown:
        lines.append(texts.sentence("result_schemes_none"))
    out = sum(scheme["fit"] == "no" for scheme in found["schemes"])
    lines += [
        texts.sentence("result_schemes_some", total=len(found["schemes"]), no=out),
        texts.sentence("result_check"),
    ]
    return "\n".join(lines)


def _practices(texts: Texts, found: Result) -> str:
    if not found["bestPractices"]:
        return ""
    lines = [texts.sentence("result_practices_title")]
    for practice in found["bestPractices"]:
        why = " ".join(practice["why"][:REASONS_SHOWN])
        source = practice["source"]["title"]
        line = texts.sentence("result_practice", title=practice["title"], why=why, source=source)
        lines.append(" ".join(filter(None, [line, practice["factsNote"]])))
    return "\n".join(lines)


def _mirror(texts: Texts, found: Result) -> str:
    if not found["mirror"]:
        return ""
    title = texts.sentence("result_mirror_title", n=load_survey().respondents)
    return "\n".join([title, *(f"- {entry['text']}" for entry in found["mirror"][:MIRROR_SHOWN])])
