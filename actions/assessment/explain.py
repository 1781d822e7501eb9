"""Why a result is what it is: per score which answers gave which points, what is unknown, what would raise it most.

Plain data with Dutch sentences, for the conversation, the desk and the report; not part of the case itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from actions.assessment import ladder
from actions.assessment.profile import Profile, profile
from actions.assessment.scores import Points, Score, plain, points, score, weighted
from actions.assessment.situation import holds, situations
from knowledge.content import knowledge_version
from knowledge.dutch import euro, listing, number
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.scales import AxisText, load_scales
from knowledge.scoring import Axis, Contains, Halves, Mean, Rule, Share, Sum, Table, YesNo, load_scoring, questions_of

Answers = Mapping[str, Any]

PROVISIONAL_BELOW = 0.5  # coverage under which a score is shown as "voorlopig"


def explain(answers: Answers, on: date) -> dict[str, Any]:
    """The explanation of everything `assess` gives for these answers, but for the schemes: each has its reasons.

    Keys: `date`, `modelVersion`, `knowledgeVersion`, `readiness` and `necessity` (`text`, `provisional`, `parts`,
    `unknown`, `raise`), `mrl`, `yamamoto` and `situation`.
    """
    model, scales, found = load_scoring(), load_scales(), profile(answers)
    return {
        "date": on.isoformat(),
        "modelVersion": model.version,
        "knowledgeVersion": knowledge_version(),
        "readiness": explain_score("readiness", model.readiness, scales.readiness, answers),
        "necessity": explain_score("necessity", model.necessity, scales.necessity, answers),
        "mrl": explain_mrl(found),
        "yamamoto": explain_types(found),
        "situation": [explain_situation(situation, found) for situation in situations(found)],
    }


def explain_score(name: str, axis: Axis, words: AxisText, answers: Answers) -> dict[str, Any]:
    """One score: a sentence for the whole and for each part, the unknown parts, and what would raise it most."""
    say, result = load_scales().explain, score(axis, answers)
    if result.score is None or result.level is None:
        text = say.no_score.format(axis=say.axes[name])
    else:
        text = say.score.format(
            axis=say.axes[name],
            score=result.score,
            level=words.levels[result.level].label,
            coverage=number(round(result.coverage * 100)),
        )
    provisional = result.score is not None and result.coverage < PROVISIONAL_BELOW
    return {
        "text": f"{text} {say.provisional}" if provisional else text,
        "provisional": provisional,
        "parts": [explain_part(part, words, answers) for part in result.parts],
        "unknown": [p.part.id for p in result.parts if p.points is None],
        "raise": best_raise(axis, words, result, answers),
    }


def explain_part(got: Points, words: AxisText, answers: Answers) -> dict[str, Any]:
    """One dimension or factor: points, weight, the answers it came from, its table and what is unknown."""
    say, label = load_scales().explain, words.parts[got.part.id].label
    asked = questions_of(got.part.rule)
    known = [q for q in asked if answers.get(q) is not None]
    unknown = [q for q in asked if answers.get(q) is None]
    template = say.part_unknown if got.points is None else say.part_half if unknown else say.part
    if got.points is None:
        unknown = list(asked)
    questions = load_questionnaire()
    text = template.format(
        label=label.capitalize(),
        points=None if got.points is None else number(float(got.points)),
        weight=got.part.weight,
        answers=_answers_in_words([questions.question(q) for q in known], answers),
        unknown=listing([questions.question(q).label for q in unknown]),
    )
    return {
        "id": got.part.id,
        "label": label,
        "points": plain(got.points),
        "weight": got.part.weight,
        "answers": [{"questionId": q, "value": answers[q]} for q in known],
        "unknown": unknown,
        "table": table_of(got.part.rule),
        "text": text,
    }


def _answers_in_words(asked: list[Question], answers: Answers) -> str:
    words = [in_words(question, answers[question.id]) for question in asked]
    if len(asked) == 1:
        return words[0]
    return "; ".join(f"{question.label}: {said}" for question, said in zip(asked, words, strict=True))


def table_of(rule: Rule) -> dict[str, Any]:
    """The table that gave the points, per question: points by answer."""
    match rule:
        case Mean() | Halves():
            return {q: t for part in rule.of for q, t in table_of(part).items()}
        case Table() | Sum():
            return {rule.question: dict(rule.points)}
        case YesNo():
            return {rule.question: {"yes": rule.yes, "no": rule.no}}
        case Contains():
            return {rule.question: {rule.code: rule.yes, "other": rule.no}}
        case Share():
            return {rule.question: {"none": rule.none, "below": rule.below, "enough": rule.enough}}


def best_raise(axis: Axis, words: AxisText, result: Score, answers: Answers) -> dict[str, Any] | None:
    """The one step on a known part that raises the score most; None when nothing known can rise."""
    if result.score is None:
        return None
    best: tuple[Fraction, int, Score] | None = None
    for at, got in enumerate(result.parts):
        for change in improvements(got.part.rule, answers):
            then = points(got.part.rule, {**answers, **change})
            if got.points is None or then is None:
                continue
            gain = got.part.weight * (then - got.points)
            if gain > 0 and (best is None or gain > best[0]):
                changed = (*result.parts[:at], Points(got.part, then), *result.parts[at + 1 :])
                best = (gain, at, weighted(axis, changed))
    say = load_scales().explain
    if best is None:
        return None
    part = words.parts[axis.parts[best[1]].id]
    text = say.raise_.format(label=part.label, score=result.score, then=best[2].score, step=part.step)
    return {"id": axis.parts[best[1]].id, "from": result.score, "to": best[2].score, "step": part.step, "text": text}


def improvements(rule: Rule, answers: Answers) -> Iterator[dict[str, Any]]:
    """One step up from a known answer, for each question of a rule: the next answer of a table, one more of a sum."""
    answer = answers.get(rule.question) if not isinstance(rule, Mean | Halves) else None
    match rule:
        case Mean() | Halves():
            for part in rule.of:
                yield from improvements(part, answers)
        case _ if answer is None:
            return
        case Table():
            better = [code for code, got in rule.points.items() if got > rule.points.get(answer, 0)]
            if better and answer in rule.points:
                yield {rule.question: min(better, key=lambda code: rule.points[code])}
        case Sum():
            missing = [code for code, got in rule.points.items() if got and code not in answer]
            if missing:
                yield {rule.question: [*answer, max(missing, key=lambda code: rule.points[code])]}
        case YesNo():
            yield {rule.question: True}
        case Contains():
            yield {rule.question: [*answer, rule.code]}
        case Share():
            whole = answers.get(rule.of)
            yield {rule.question: max(1, (whole or 0) * rule.percent / 100)}


def explain_mrl(found: Profile) -> dict[str, Any]:
    """The level in words, what is shown and not per level asked, and what the next level asks."""
    scale, say = load_scales(), load_scales().explain
    if found.mrl is None:
        return {"level": None, "text": say.mrl_unknown, "asked": [], "next": None, "nextStep": None}
    level = scale.mrl_level(found.mrl)
    above = scale.mrl_level(found.mrl + 1) if found.mrl < len(scale.mrl.levels) - 1 else None
    next_words = "" if above is None else say.mrl_next.format(level=above.level, question=above.question)
    text = say.mrl.format(level=level.level, name=level.name, definition=level.definition, next=next_words)
    evidence = ladder.result(found.answer("ladder"))["evidence"]
    return {
        "level": level.level,
        "text": text.strip(),
        "asked": [
            {"level": int(at), "shown": shown, "question": scale.mrl_level(int(at)).question}
            for at, shown in evidence.items()
        ],
        "next": above.question if above else None,
        "nextStep": level.next_step,
    }


def explain_types(found: Profile) -> dict[str, Any]:
    """The types in words, and what is unknown about them."""
    scale, say, questions = load_scales(), load_scales().explain, load_questionnaire()
    asked = [found.questions[name] for name in ("means", "methods")]
    unknown = [questions.question(q).label for q in asked if found.answers.get(q) is None]
    sentences = [
        say.type.format(type=t, name=scale.type(t).name, definition=scale.type(t).definition) for t in found.types
    ]
    if not found.types:
        sentences = [scale.yamamoto.none if found.types_complete else say.type_unknown]
    elif unknown:
        sentences.append(say.type_half.format(unknown=listing(unknown)))
    if found.answer("combines"):
        sentences.append(say.combines)
    return {"types": list(found.types), "primary": found.primary, "text": " ".join(sentences)}


def explain_situation(situation: str, found: Profile) -> dict[str, Any]:
    """What a situation means and which answers put the owner there."""
    words, questions = load_scales().situations[situation], load_questionnaire()
    rule = next((s for s in load_scoring().situations if s.id == situation), None)
    because = []
    for condition in (*rule.every, *rule.some) if rule else ():
        if holds(condition, found):
            question = condition.question or found.questions["ladder"]
            because.append({"questionId": question, "label": questions.question(question).label})
    return {"id": situation, "label": words.label, "meaning": words.meaning, "because": because}


def in_words(question: Question, value: Any) -> str:
    """An answer as words in a sentence."""
    match question.kind:
        case "choice":
            return question.option(value).label
        case "multi":
            return listing([question.option(code).label for code in value]) or "geen"
        case "yesno":
            return "ja" if value else "nee"
        case "money":
            return euro(value)
        case "count" | "percent":
            return number(value)
        case _:
            return str(value)
