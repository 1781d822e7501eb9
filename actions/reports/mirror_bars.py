"""The mirror as bars: the share of the surveyed companies per answer, filled where the company says the same."""

from typing import Any

from actions.assessment.profile import classify
from actions.reports.svg import ACTION, INK, LINE, SOFT, STRONG, Picture, el, lines, picture, words, wrapped
from actions.reports.wording import picture_words
from knowledge.content import rounded
from knowledge.scoring import load_scoring

WIDTH, LEFT, BAR = 560, 16, 400
SHOWN = 6
LABEL_WIDTH = 90  # characters a line
LINE_HEIGHT, BAR_HEIGHT, GAP = 17, 16, 16


def draw(result: dict[str, Any]) -> Picture:
    """The mirror of an assessment (the JSON of `assess`): the first entries, in the order of the survey."""
    say, entries = picture_words()["mirror"], result["mirror"][:SHOWN]
    if not entries:
        return picture(say["title"], say["none"], WIDTH, 48, words(say["none"], LEFT, 29, 14, SOFT))
    shapes, y = [], 8.0
    for entry in entries:
        rows = len(wrapped(entry["text"], LABEL_WIDTH, 2))
        shapes.append(_entry(say, entry, y, rows))
        y += rows * LINE_HEIGHT + BAR_HEIGHT + GAP
    told = " ".join(entry["text"] for entry in entries)
    shapes.append(_legend(say, y))
    return picture(say["title"], say["desc"].format(entries=told), WIDTH, int(y) + 24, *shapes)


def _entry(say: dict[str, Any], entry: dict[str, Any], top: float, rows: int) -> str:
    share, own = entry["share"], same(entry)
    y = top + rows * LINE_HEIGHT + 4
    value = say["relations"][share["relation"]].format(value=share["value"])
    return "".join(
        [
            lines(entry["text"], LEFT, top + 13, LABEL_WIDTH, 13, most=2),
            el("rect", x=LEFT, y=y, width=BAR, height=BAR_HEIGHT, fill="#ffffff", stroke=LINE),
            el(
                "rect",
                x=LEFT,
                y=y,
                width=BAR * share["value"] / 100,
                height=BAR_HEIGHT,
                fill=ACTION if own else "url(#hatch)",
                stroke=ACTION if own else STRONG,
            ),
            words(value, LEFT + BAR + 10, y + 13, 14, INK, font_weight=700),
        ]
    )


def _legend(say: dict[str, Any], y: float) -> str:
    shapes = []
    for x, ground, edge, word in ((LEFT, ACTION, ACTION, "same"), (LEFT + 190, "url(#hatch)", STRONG, "other")):
        shapes.append(el("rect", x=x, y=y, width=18, height=14, fill=ground, stroke=edge))
        shapes.append(words(say[word], x + 25, y + 12, 13, SOFT))
    return "".join(shapes)


def same(entry: dict[str, Any]) -> bool:
    """Whether the company's own answer is among those that the figure counts."""
    own, model = entry["own"], load_scoring()
    if (classed := model.classed.get(entry["questionId"])) is not None:
        codes = {classify(getattr(model, classed.classes), rounded(own) if classed.whole else own)}
    elif isinstance(own, bool):
        codes = {"yes" if own else "no"}
    else:
        codes = set(own) if isinstance(own, list) else {own}
    return bool(codes & set(entry["share"]["of"]))
