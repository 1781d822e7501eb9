"""The dimensions of readiness as a web. A dimension that is not known is a hatched wedge with a question mark."""

import math
from typing import Any

from actions.reports.svg import ACTION, INK, LINE, PAPER, SOFT, STRONG, Picture, el, lines, picture, words, wrapped
from actions.reports.wording import picture_words
from knowledge.dutch import number
from knowledge.scales import load_scales

WIDTH, HEIGHT = 420, 400
X, Y, RADIUS = 210, 184, 112
LABEL_AT = 130
LABEL_WIDTH = 16  # characters a line
Point = tuple[float, float]


def draw(result: dict[str, Any]) -> Picture:
    """The web of an assessment (the JSON of `assess`)."""
    say, labels = picture_words()["radar"], load_scales().readiness.parts
    known = [
        (labels[part].label, got["points"]) for part, got in result["assessment"]["readiness"]["dimensions"].items()
    ]
    count = len(known)
    shapes = [_unknown(at, count) for at, (_, points) in enumerate(known) if points is None]
    shapes += [_web(count), _shape([points for _, points in known])]
    shapes += [_mark(at, count) for at, (_, points) in enumerate(known) if points is None]
    shapes += [_label(say, at, count, label, points) for at, (label, points) in enumerate(known)]
    shapes.append(_legend(say, any(points is None for _, points in known)))
    parts = "; ".join(
        say["unknown" if points is None else "part"].format(label=label, points=number(points or 0))
        for label, points in known
    )
    return picture(say["title"], say["desc"].format(parts=parts), WIDTH, HEIGHT, *shapes)


def _at(position: float, count: int, radius: float) -> Point:
    angle = 2 * math.pi * position / count - math.pi / 2
    return X + radius * math.cos(angle), Y + radius * math.sin(angle)


def _path(points: list[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _web(count: int) -> str:
    rings = []
    for share in (25, 50, 75, 100):
        corners = _path([_at(at, count, RADIUS * share / 100) for at in range(count)])
        rings.append(el("polygon", points=corners, fill="none", stroke=STRONG if share == 100 else LINE))
        if share in (50, 100):
            rings.append(words(str(share), X + 4, Y - RADIUS * share / 100 + (13 if share == 100 else 4), 11, SOFT))
    for at in range(count):
        x, y = _at(at, count, RADIUS)
        rings.append(el("line", x1=X, y1=Y, x2=x, y2=y, stroke=LINE))
    return "".join(rings)


def _unknown(at: int, count: int) -> str:
    edge = [_at(at + step / 8, count, RADIUS) for step in range(-3, 4)]
    return el("polygon", points=_path([(X, Y), *edge]), fill="url(#hatch)", stroke=STRONG, stroke_dasharray="3 3")


def _mark(at: int, count: int) -> str:
    x, y = _at(at, count, RADIUS * 0.62)
    plate = el("circle", cx=x, cy=y, r=12, fill=PAPER, stroke=STRONG)
    return plate + words("?", x, y + 6, 17, INK, text_anchor="middle", font_weight=700)


def _shape(points: list[float | None]) -> str:
    """The company's own points: a face between neighbours that are both known, and a dot on each known one."""
    count = len(points)
    at = [None if p is None else _at(i, count, RADIUS * p / 100) for i, p in enumerate(points)]
    shapes, dots = [], []
    for i, here in enumerate(at):
        there = at[(i + 1) % count]
        if here is not None and there is not None:
            face = _path([(X, Y), here, there])
            shapes.append(el("polygon", points=face, fill=ACTION, fill_opacity=0.18))
            edge = f"M{here[0]:.1f} {here[1]:.1f}L{there[0]:.1f} {there[1]:.1f}"
            shapes.append(el("path", d=edge, stroke=ACTION, stroke_width=2.5))
        if here is not None:
            dots.append(el("circle", cx=here[0], cy=here[1], r=4.5, fill=ACTION, stroke=PAPER))
    return "".join(shapes + dots)


def _label(say: dict[str, Any], at: int, count: int, label: str, points: float | None) -> str:
    x, y = _at(at, count, LABEL_AT)
    side = "middle" if abs(x - X) < 12 else "start" if x > X else "end"
    rows = len(wrapped(label, LABEL_WIDTH, 3))
    top = y - 16 * rows if y < Y - RADIUS / 2 else y
    said = "?" if points is None else number(points)
    value = words(said, x, top + 16 * rows + 1, 15, INK, text_anchor=side, font_weight=700)
    return lines(label, x, top, LABEL_WIDTH, 13, text_anchor=side, fill=INK) + value


def _legend(say: dict[str, Any], some_unknown: bool) -> str:
    y = HEIGHT - 16
    shapes = [
        el("circle", cx=20, cy=y, r=4.5, fill=ACTION),
        words(say["legend_known"], 32, y + 5, 13, SOFT),
    ]
    if some_unknown:
        shapes.append(el("rect", x=128, y=y - 7, width=18, height=14, fill="url(#hatch)", stroke=STRONG))
        shapes.append(words(say["legend_unknown"], 152, y + 5, 13, SOFT))
    return "".join(shapes)
