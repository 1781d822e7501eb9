"""What stands in the report: every text made, cleaned and cut to length, in the order of the pages.

The template (`report.typ`) only lays it out; it gets this as JSON and never as source.
"""

import re
from collections.abc import Mapping
from datetime import date
from itertools import combinations_with_replacement, pairwise
from typing import Any

from actions.assessment.explain import explain, in_words
from actions.assessment.measurement import code_of, read_code
from actions.assessment.roadmap import steps, worksheet
from actions.reports import pictures
from actions.reports.cards import cards
from actions.reports.fonts import FAMILY, showable
from actions.reports.measurement import side_by_side
from actions.reports.summary import summary
from actions.reports.wording import provisional, report_words
from knowledge.content import knowledge_version
from knowledge.dutch import day, listing, number
from knowledge.practices import load_practices
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.roadmap import load_roadmap
from knowledge.scales import load_scales
from knowledge.schemes import load_schemes
from knowledge.scoring import load_scoring
from knowledge.survey import load_survey

Json = dict[str, Any]
LONGEST_NAME = 60  # characters of the company's name in a title
LONGEST_ANSWER = 160
LONGEST_REASON = 130  # two lines of the table
LONGEST_SAID = 60
MOST_ANSWERS = 3000  # characters of all answers; above it the owner's own words are left out, to stay on four pages
LONGEST_TEXT = 1500  # of our own texts; none is near it
CONTACT_ROLES = ("share", "contact_name", "contact_email", "contact_phone", "transcript")
PITFALLS_SHOWN = 2
ANSWER_COLUMNS = 3
COLUMN_WIDTH = 46  # characters of a line in such a column


def content(
    answers: Mapping[str, Json], result: Json, made_on: date, link: str, organisation: str, earlier: str
) -> Json:
    """All that the template lays out, ready to be shown. Arguments as for `actions.reports.report.report_pdf`."""
    say = report_words()
    values = {question: answer["value"] for question, answer in answers.items() if answer["status"] != "skipped"}
    name = showable(result["company"]["name"] or "", LONGEST_NAME) or say["no_name"]
    planned, told = steps(values, result), _answers(say, answers)
    parts = {
        "font": FAMILY,
        "title": say["title"].format(name=name),
        "made": say["made_on"].format(date=day(made_on), organisation=organisation),
        "summary": summary(name, result),
        "tiles": _tiles(say, result),
        "first": planned[0],
        "scores": _scores(say, values, made_on),
        "ladder": _ladder(say, result),
        "measurement": _measurement(result, earlier),
        "code": say["measurement"]["code"].format(code=code_of(result["assessment"], made_on)),
        "roadmap": [{**step, "helps": _helps(say, step)} for step in planned],
        "worksheet": worksheet(values),
        "schemes": _schemes(say, result, made_on),
        "practices": _practices(say, result),
        "mirror": say["mirror"]["intro"].format(source=load_survey().source.title),
        "answers": _columns(told, ANSWER_COLUMNS),
        "account": _account(say, result, made_on),
    }
    drawn = {each: pictures.draw(each, result) for each in pictures.PICTURES}
    shown: Json = _shown({**parts, "say": say})
    return {
        **shown,
        "pictures": {each: {"svg": drawn[each].svg, "alt": drawn[each].desc} for each in drawn},
        "year": made_on.year,
        "month": made_on.month,
        "day": made_on.day,
        "link": link if _is_link(link) else None,
    }


def _is_link(text: str | None) -> bool:
    return text is not None and text.startswith(("https://", "http://")) and text.isascii() and " " not in text


def _shown(value: Any) -> Any:
    """All texts in JSON data as they can be shown; web addresses are left as they are, or become None."""
    match value:
        case str():
            return showable(value, LONGEST_TEXT)
        case dict():
            return {
                key: (inside if _is_link(inside) else None) if key == "url" else _shown(inside)
                for key, inside in value.items()
            }
        case list():
            return [_shown(inside) for inside in value]
    return value


def _measurement(result: Json, earlier: str) -> Json | None:
    """The earlier measurement beside this one; None when there is none, or its code is not understood."""
    before = read_code(earlier)
    return side_by_side(before, result["assessment"]) if before is not None else None


def _tiles(say: Json, result: Json) -> list[Json]:
    words, scales, tiles = say["tiles"], load_scales(), []
    for axis in ("readiness", "necessity"):
        score = result["assessment"][axis]
        tile = {
            "label": words[axis],
            "value": words["unknown"],
            "of": "",
            "word": "",
            "meaning": words["unknown_meaning"],
        }
        if score["score"] is not None:
            level = getattr(scales, axis).levels[score["level"]]
            meaning = words["provisional"] if provisional(score) else level.meaning
            tile |= {"value": str(score["score"]), "of": words["of_100"], "word": level.label, "meaning": meaning}
        tiles.append(tile)
    mrl = result["assessment"]["mrl"]
    tile = {"label": words["mrl"], "value": words["unknown"], "of": "", "word": "", "meaning": words["unknown_meaning"]}
    if mrl["level"] is not None:
        level, risk = scales.mrl_level(mrl["level"]), scales.mrl.risks[mrl["risk"]]
        meaning = words["risk"].format(name=level.definition.rstrip("."), label=risk.label)
        tile |= {"value": str(mrl["level"]), "of": words["of_9"], "word": level.name, "meaning": meaning}
    return [*tiles, tile]


def _scores(say: Json, values: Json, on: date) -> list[Json]:
    explained = explain(values, on)
    return [
        {
            "label": say["tiles"][axis],
            "text": explained[axis]["text"],
            "rows": [_row(say["scores"], part) for part in explained[axis]["parts"]],
            "raise": explained[axis]["raise"]["text"] if axis == "readiness" and explained[axis]["raise"] else "",
        }
        for axis in ("readiness", "necessity")
    ]


def _row(say: Json, part: Json) -> Json:
    questions = load_questionnaire()
    told = [in_words(questions.question(got["questionId"]), got["value"]) for got in part["answers"]]
    if len(told) + len(part["unknown"]) > 1:
        labels = [questions.question(got["questionId"]).label for got in part["answers"]]
        told = [f"{label}: {said}" for label, said in zip(labels, told, strict=True)]
    unknown = listing([questions.question(question).label for question in part["unknown"]])
    if part["points"] is None:
        told = [say["unknown"]]
    elif unknown:
        told.append(say["half"].format(unknown=unknown))
    return {
        "label": part["label"],
        "answer": showable("; ".join(told), LONGEST_REASON),
        "points": say["none"] if part["points"] is None else number(part["points"]),
        "weight": str(part["weight"]),
    }


def _ladder(say: Json, result: Json) -> Json:
    scale, level = load_scales(), result["assessment"]["mrl"]["level"]
    primary = result["assessment"]["yamamoto"]["primary"]
    above = scale.mrl_level(level + 1) if level is not None and level + 1 < len(scale.mrl.levels) else None
    pitfalls = list(scale.type(primary).pitfalls[:PITFALLS_SHOWN]) if primary else []
    return {
        "what": f"{scale.mrl.low_is_no_fault} {scale.mrl.warning}",
        "risk": scale.mrl.risks[result["assessment"]["mrl"]["risk"]].meaning if level is not None else "",
        "next": f"{above.question} {above.explain}" if above else "",
        "evidence": list(above.evidence) if above else [],
        "pitfallsTitle": say["ladder"]["pitfalls"].format(type=primary) if primary else "",
        "pitfalls": pitfalls,
    }


def _helps(say: Json, step: Json) -> str:
    person = say["roadmap"]["person"].format(person=step["person"])
    return f"{step['scheme']['text']} {person}" if step["scheme"] else str(person)


def _schemes(say: Json, result: Json, on: date) -> Json:
    words, matches = say["schemes"], result["schemes"]
    count = {fit: sum(match["fit"] == fit for match in matches) for fit in ("fits", "maybe", "no")}
    shown = cards(matches, on, words["shown"])
    short = {scheme.id: scheme.short for scheme in load_schemes()}
    rest = [m for m in matches if m["fit"] != "no" and m["id"] not in {card["id"] for card in shown}]
    names = [
        f"{short.get(match['id'], match['name'])} ({words[match['fit']]})" for match in rest[: words["others_shown"]]
    ]
    return {
        "intro": words["intro"].format(total=len(matches), **count),
        "cards": shown,
        "others": words["others"].format(names=listing(names)) if names else "",
    }


def _practices(say: Json, result: Json) -> list[Json]:
    known = {practice.id: practice for practice in load_practices()}
    return [
        {
            "title": match["title"],
            "summary": _beginning(known[match["id"]].summary, say["practices"]["longest_summary"]),
            "lesson": say["practices"]["lesson"].format(lesson=known[match["id"]].lesson),
            "why": " ".join(match["why"]),
            "source": say["practices"]["source"].format(title=match["source"]["title"]),
            "url": match["source"]["url"],
            "note": match.get("factsNote") or "",
        }
        for match in result["bestPractices"]
        if match["id"] in known
    ]


def _beginning(text: str, most: int) -> str:
    """The first sentences of a text that fit in `most` characters together; at least one."""
    first, *others = re.split(r"(?<=[.]) (?=[A-Z])", text)
    for sentence in others:
        if len(first) + 1 + len(sentence) > most:
            break
        first = f"{first} {sentence}"
    return first


def _answers(say: Json, answers: Mapping[str, Json]) -> list[Json]:
    """The answers by block, without the contact details; what was skipped or never asked is left out."""
    questions = load_questionnaire()
    private = {questions.roles[role] for role in CONTACT_ROLES}
    blocks = []
    for block in questions.blocks:
        rows = [
            {"label": question.label, **_answer(say["answers"], question, answers[question.id])}
            for question in questions.questions
            if question.block == block.id
            and question.id not in private
            and question.id in answers
            and answers[question.id]["status"] != "skipped"
        ]
        if rows:
            blocks.append({"title": block.title, "rows": rows})
    return blocks if _length(blocks) <= MOST_ANSWERS else _without_words(blocks)


def _length(blocks: list[Json]) -> int:
    return sum(len(row["value"]) + len(row["said"]) for block in blocks for row in block["rows"])


def _without_words(blocks: list[Json]) -> list[Json]:
    return [{**block, "rows": [{**row, "said": ""} for row in block["rows"]]} for block in blocks]


def _columns(blocks: list[Json], count: int) -> list[list[Json]]:
    """The blocks in columns, in order, so that the longest column is as short as can be."""
    heights = [2 + sum(_lines(row) for row in block["rows"]) for block in blocks]
    ends = range(len(blocks) + 1)
    cuts = min(
        ((0, *cut, len(blocks)) for cut in combinations_with_replacement(ends, count - 1)),
        key=lambda cut: max(sum(heights[a:b]) for a, b in pairwise(cut)),
    )
    return [blocks[a:b] for a, b in pairwise(cuts)]


def _lines(row: Json) -> int:
    return 1 + len(row["label"] + row["value"] + row["said"]) // COLUMN_WIDTH


def _answer(say: Json, question: Question, answer: Json) -> Json:
    if answer["value"] is None:
        value = say["unknown"]
    elif question.kind == "ladder":
        words = {True: say["shown"], False: say["not_shown"], None: say["unknown"]}
        told = sorted(answer["value"].items(), key=lambda pair: int(pair[0]))
        value = ", ".join(say["level"].format(level=level, shown=words[shown]) for level, shown in told)
    else:
        value = in_words(question, answer["value"])
        value = f"{value}%" if question.kind == "percent" else value
    said = showable(answer["said"], LONGEST_SAID)
    same = said.casefold().strip(" .") == value.casefold() or question.kind == "text" or not said
    return {
        "value": showable(value, LONGEST_ANSWER),
        "said": "" if same else say["said"].format(said=said),
    }


def _account(say: Json, result: Json, made_on: date) -> Json:
    words, scales, scoring = say["account"], load_scales(), load_scoring()
    model, version = result["modelVersion"], result["knowledgeVersion"]
    sources = [scales.report.title, scales.yamamoto_source.title]
    texts = [
        words["how"].format(elaboration=scoring.elaboration),
        scales.mrl.what,
        words["schemes"],
        words["estimate"].format(estimate=load_roadmap().estimate),
        words["sources"].format(sources=listing(list(dict.fromkeys(sources)))),
        words["versions"].format(
            model=model, knowledge=version, questions=load_questionnaire().version, date=day(made_on)
        ),
        words["no_rights"],
    ]
    if (model, version) != (scoring.version, knowledge_version()):
        texts.insert(-1, words["other_version"].format(model=model, knowledge=version, now=knowledge_version()))
    return {"texts": texts}
