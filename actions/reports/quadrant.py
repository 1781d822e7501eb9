"""Readiness (across) by necessity (upwards) with the company in it. What is unknown is a hatched band, never a zero."""

from typing import Any

from actions.reports.svg import INK, LINE, PALE, PAPER, POINTER, SOFT, STRONG, Picture, el, lines, picture, words
from actions.reports.wording import picture_words, provisional
from knowledge.scales import load_scales

WIDTH, HEIGHT = 420, 400
LEFT, TOP, SIDE = 52, 14, 336
EDGE = 68  # what the words of a field take at its outer edge
LINE_OF_FIELD = 21  # characters: they stay in the field in the widest of the fonts too
MIDDLE = 50  # of 100: what divides the fields


def draw(result: dict[str, Any]) -> Picture:
    """The quadrant of an assessment (the JSON of `assess`)."""
    say, assessment = picture_words()["quadrant"], result["assessment"]
    readiness, necessity = assessment["readiness"], assessment["necessity"]
    shapes = [_field(code, field, necessity["score"]) for code, field in say["fields"].items()]
    shapes += [_frame(say), _company(say, readiness, necessity)]
    return picture(say["title"], _description(say, readiness, necessity), WIDTH, HEIGHT, *shapes)


def _x(score: float) -> float:
    return LEFT + score / 100 * SIDE


def _y(score: float) -> float:
    return TOP + SIDE - score / 100 * SIDE


def _field(code: str, field: dict[str, str], necessity: int | None) -> str:
    across, up = code.split("_")
    x, y = _x(0 if across == "low" else MIDDLE), _y(MIDDLE if up == "low" else 100)
    ground = PALE if code == "high_high" else PAPER
    above, below = y + 22, y + SIDE / 2 - 44
    outer, inner = (above, below) if up == "high" else (below, above)
    text = inner if necessity is not None and _near_edge(necessity) else outer
    return "".join(
        [
            el("rect", x=x, y=y, width=SIDE / 2, height=SIDE / 2, fill=ground, stroke=LINE),
            words(field["label"], x + 10, text, 15, INK, font_weight=700),
            lines(field["meaning"], x + 10, text + 18, LINE_OF_FIELD, 13, fill=SOFT),
        ]
    )


def _near_edge(necessity: int) -> bool:
    """Whether the company stands where the words of a field are; these go to the middle of the picture then."""
    return min(necessity, 100 - necessity) < 100 * EDGE / SIDE


def _frame(say: dict[str, Any]) -> str:
    ends = [el("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, fill="none", stroke=STRONG, stroke_width=1.5)]
    for tick in (0, 50, 100):
        ends.append(words(str(tick), _x(tick), TOP + SIDE + 17, 13, SOFT, text_anchor="middle"))
        ends.append(words(str(tick), LEFT - 8, _y(tick) + 5, 13, SOFT, text_anchor="end"))
    middle = TOP + SIDE / 2
    ends.append(words(say["readiness"], _x(50), TOP + SIDE + 40, 15, INK, text_anchor="middle", font_weight=600))
    turned = f"rotate(-90 16 {middle:g})"
    ends.append(words(say["necessity"], 16, middle, 15, INK, text_anchor="middle", font_weight=600, transform=turned))
    return "".join(ends)


def _company(say: dict[str, Any], readiness: dict[str, Any], necessity: dict[str, Any]) -> str:
    across, up = readiness["score"], necessity["score"]
    if across is None and up is None:
        box = el("rect", x=_x(50) - 84, y=_y(50) - 16, width=168, height=32, fill=PAPER, stroke=STRONG)
        label = f"{say['you']}: {say['unknown']}"
        return box + words(label, _x(50), _y(50) + 5, 14, INK, text_anchor="middle")
    if up is None:
        return _band(say, x=_x(across) - 9, y=TOP, width=18, height=SIDE, unknown=say["necessity"])
    if across is None:
        return _band(say, x=LEFT, y=_y(up) - 9, width=SIDE, height=18, unknown=say["readiness"])
    return _point(say, across, up, provisional(readiness) or provisional(necessity))


def _band(say: dict[str, Any], x: float, y: float, width: float, height: float, unknown: str) -> str:
    band = el("rect", x=x, y=y, width=width, height=height, fill="url(#hatch)", stroke=POINTER, stroke_width=1.5)
    label = f"{say['you']}; {unknown.lower()} {say['unknown']}"
    box = el("rect", x=_x(50) - 128, y=_y(50) - 14, width=256, height=28, fill=PAPER, stroke=STRONG)
    return band + box + words(label, _x(50), _y(50) + 5, 14, INK, text_anchor="middle")


def _point(say: dict[str, Any], across: int, up: int, unsure: bool) -> str:
    x, y = _x(across), _y(up)
    corners = f"{x:g},{y - 11:g} {x + 11:g},{y:g} {x:g},{y + 11:g} {x - 11:g},{y:g}"
    ticks = f"M{x:g} {TOP + SIDE - 7}v14M{LEFT - 7} {y:g}h14"  # where the scores are on both axes
    guides = el("path", d=ticks, fill="none", stroke=POINTER, stroke_width=3)
    mark = el(
        "polygon",
        points=corners,
        fill=PAPER if unsure else POINTER,
        stroke=POINTER if unsure else PAPER,
        stroke_width=2.5 if unsure else 1.5,
        stroke_dasharray="4 2" if unsure else None,
    )
    label = f"{say['you']} ({across}, {up})" + (f", {say['provisional']}" if unsure else "")
    width = 7.9 * len(label) + 12
    left = min(max(x - width / 2, LEFT + 3), LEFT + SIDE - width - 3)
    top = y + 15 if up >= MIDDLE else y - 37
    if not _near_edge(up):
        top = max(top, TOP + EDGE) if up >= MIDDLE else min(top, TOP + SIDE - EDGE - 22)
    plate = el("rect", x=left, y=top, width=width, height=22, rx=3, fill=PAPER, stroke=POINTER)
    return (
        guides + mark + plate + words(label, left + width / 2, top + 16, 14, INK, text_anchor="middle", font_weight=600)
    )


def _description(say: dict[str, Any], readiness: dict[str, Any], necessity: dict[str, Any]) -> str:
    scales = load_scales()
    if readiness["score"] is None or necessity["score"] is None:
        place = say["no_place"]
    else:
        code = "_".join("high" if score["score"] >= MIDDLE else "low" for score in (readiness, necessity))
        place = say["place"].format(**say["fields"][code])
    return str(
        say["desc"].format(
            readiness=_in_words(say, readiness, scales.readiness.levels),
            necessity=_in_words(say, necessity, scales.necessity.levels),
            place=place,
        )
    )


def _in_words(say: dict[str, Any], score: dict[str, Any], levels: Any) -> str:
    if score["score"] is None:
        return str(say["unknown"])
    text = str(say["score"].format(score=score["score"], level=levels[score["level"]].label))
    return f"{text} ({say['provisional']})" if provisional(score) else text
