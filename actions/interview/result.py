"""The result in the chat: three sentences, the first step and the schemes, then what the owner asks for.

The figures come from `actions.assessment`, the words from `knowledge/` and the report; every answer to a question
about the result is in `actions/interview/about_result.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment import assess
from actions.assessment.explain import PROVISIONAL_BELOW
from actions.assessment.measurement import read_code
from actions.assessment.roadmap import steps
from actions.interview.message import Attachment, Button, Message
from actions.interview.state import State
from actions.reports import pictures
from actions.reports.cards import Card, cards
from actions.reports.files import REPORT
from actions.reports.measurement import side_by_side
from actions.reports.summary import summary
from knowledge.dutch import listing
from knowledge.texts import Texts, load_texts

SCHEMES_SHOWN = 3
REASONS_SHOWN = 2
Result = dict[str, Any]
MORE = ("scores", "actions", "mirror", "ladder", "pitfalls", "practices", "report")
"""What can be asked after the result: names of buttons, whose payload is what an owner would say (`wishes.yaml`)."""


def messages(texts: Texts, state: State, on: date, mail: bool) -> list[Message]:
    """The result as it is shown once: where the company stands, its schemes, and what can be asked or taken along.

    `mail` is whether the report can be mailed.
    """
    found = assess(state.values(), on)
    earlier = [comparison(state, on)] if state.earlier else []
    return [_standing(texts, state, found), *earlier, _schemes(texts, found, on), more(texts, mail)]


def more(texts: Texts, mail: bool) -> Message:
    """What can be asked about the result, with the report to take along."""
    names = [*MORE, "mail"] if mail else MORE
    report = Attachment("document", REPORT, texts.sentence("report_title"))
    return Message(texts.sentence("result_more"), "result", buttons(texts, names), attachments=[report])


def buttons(texts: Texts, names: tuple[str, ...] | list[str]) -> list[Button]:
    """Buttons that say what an owner would type."""
    return [Button(texts.buttons[name], texts.payloads.get(name, texts.buttons[name].lower())) for name in names]


def headline(values: Mapping[str, Any], on: date) -> dict[str, str]:
    """The two scores in words, for a sentence about a change."""
    texts, found = load_texts(), assess(values, on)["assessment"]
    scores = {axis: found[axis]["score"] for axis in ("readiness", "necessity")}
    return {axis: texts.sentence("score_unknown") if s is None else str(s) for axis, s in scores.items()}


def schemes(texts: Texts, state: State, on: date) -> Message:
    """The schemes, asked for again."""
    return _schemes(texts, assess(state.values(), on), on)


def practices(texts: Texts, state: State, on: date) -> Message:
    """The practices of other companies that fit."""
    found = assess(state.values(), on)["bestPractices"]
    if not found:
        return Message(texts.sentence("result_practices_none"), "result")
    lines = [texts.sentence("result_practices_title")]
    for practice in found:
        why, source = " ".join(practice["why"][:REASONS_SHOWN]), practice["source"]["title"]
        line = texts.sentence("result_practice", title=practice["title"], why=why, source=source)
        lines.append(" ".join(filter(None, [line, practice["factsNote"]])))
    return Message("\n".join(lines), "result")


def comparison(state: State, on: date) -> Message:
    """The earlier measurement beside this one, per dimension."""
    before = read_code(state.earlier)
    assert before is not None  # only a code that was read is kept
    found = side_by_side(before, assess(state.values(), on)["assessment"])
    lines = [f"**{found['title']}**", " ".join(found["text"])]
    lines += [f"- {row['label']}: {row['before']} → {row['after']}" for row in found["rows"] if not row["whole"]]
    return Message("\n".join(lines), "result")


def image(name: pictures.Name, found: Result) -> Attachment:
    """A picture of the result, with all that can be seen in it in words."""
    drawn = pictures.draw(name, found)
    return Attachment("image", f"pictures/{name}.svg", f"{drawn.title}. {drawn.desc}")


def _standing(texts: Texts, state: State, found: Result) -> Message:
    name = found["company"]["name"] or texts.sentence("result_name_unknown")
    first = steps(state.values(), found)[0]
    because = "" if first["rule"] == "level" else first["because"]  # the level was just told
    lines = [
        texts.sentence("result_title", name=name),
        " ".join(summary(name, found)),
        "",
        texts.sentence("result_first_step", title=first["title"], what=first["what"], because=because),
    ]
    provisional = [
        texts.sentence(f"axis_{axis}").lower()
        for axis in ("readiness", "necessity")
        if found["assessment"][axis]["score"] is not None and found["assessment"][axis]["coverage"] < PROVISIONAL_BELOW
    ]
    if provisional:
        lines += ["", texts.sentence("result_provisional", axes=listing(provisional))]
    known = any(found["assessment"][axis]["score"] is not None for axis in ("readiness", "necessity"))
    return Message("\n".join(lines), "result", attachments=[image("quadrant", found)] if known else [])


def _schemes(texts: Texts, found: Result, on: date) -> Message:
    lines = [texts.sentence("result_schemes_title")]
    shown = cards(found["schemes"], on, SCHEMES_SHOWN)
    lines += [_scheme(texts, card) for card in shown]
    if not shown:
        lines.append(texts.sentence("result_schemes_none"))
    out = sum(scheme["fit"] == "no" for scheme in found["schemes"])
    lines += [
        texts.sentence("result_schemes_some", total=len(found["schemes"]), no=out),
        texts.sentence("result_check"),
    ]
    return Message("\n".join(lines), "result")


def _scheme(texts: Texts, card: Card) -> str:
    """A scheme in a few lines: whether it fits and why, what is missing, what to do now, and the source."""
    first = card["missing"][0] if card["missing"] else ""
    told = first[1:] in card["now"]  # what to do now may be to find out just that
    missing = texts.sentence("scheme_missing", missing=first) if first and not told else ""
    why = card["why"][0] if card["why"] else ""
    parts = [texts.sentence("result_scheme", name=card["name"], verdict=card["verdict"]), why, missing, card["now"]]
    return " ".join(["-", *filter(None, [*parts, card["source"]])])
