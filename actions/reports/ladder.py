"""The MRL ladder with its evidence: what was shown, not shown, unknown, follows, or was not asked, level by level."""

from typing import Any

from actions.reports.svg import (
    ACTION,
    INK,
    LINE,
    PALE,
    PAPER,
    POINTER,
    SOFT,
    STEEL,
    STRONG,
    Picture,
    el,
    picture,
    words,
)
from actions.reports.wording import picture_words
from knowledge.scales import MrlLevel, load_scales

WIDTH, ROW, TOP = 560, 34, 10
PHASE, STEP = 118, 46  # width of the column of phases, and of the block with the number
SIGNS = {"shown": "ja", "not_shown": "nee", "unknown": "?", "implied": "", "not_asked": ""}
GROUNDS = {"shown": ACTION, "implied": PALE, "not_shown": PAPER, "unknown": "url(#hatch)", "not_asked": PAPER}


def draw(result: dict[str, Any]) -> Picture:
    """The ladder of an assessment (the JSON of `assess`)."""
    say, mrl, levels = picture_words()["ladder"], result["assessment"]["mrl"], load_scales().mrl.levels[1:]
    states = {level.level: state(level.level, mrl) for level in levels}
    height = TOP + ROW * (len(levels) + 1) + 10
    shapes = [_level(say, level, states[level.level], mrl["level"], len(levels)) for level in levels]
    shapes += [_phase(number, phase.name, len(levels)) for number, phase in load_scales().mrl.phases.items()]
    shapes.append(_ground(say, mrl["level"], len(levels)))
    return picture(say["title"], _description(say, mrl["level"], states), WIDTH, height, *shapes)


def state(level: int, mrl: dict[str, Any]) -> str:
    """How a level stands: asked and shown, not shown or unknown; implied by a higher one; or not asked."""
    evidence = mrl["evidence"]
    if str(level) in evidence:
        return {True: "shown", False: "not_shown", None: "unknown"}[evidence[str(level)]]
    return "implied" if mrl["level"] is not None and level < mrl["level"] else "not_asked"


def _top(level: int, count: int) -> float:
    return TOP + (count - level) * ROW


def _level(say: dict[str, Any], level: MrlLevel, stands: str, reached: int | None, count: int) -> str:
    y, here = _top(level.level, count), level.level == reached
    dark = stands == "shown"
    quiet = stands == "not_asked"
    shapes = [
        el(
            "rect",
            x=PHASE,
            y=y + 3,
            width=STEP,
            height=ROW - 6,
            rx=3,
            fill=GROUNDS[stands],
            stroke=POINTER if here else LINE if quiet else STRONG,
            stroke_width=3 if here else 1.2,
            stroke_dasharray="3 3" if quiet else None,
        ),
        _number(level.level, y, dark, hatched=stands == "unknown"),
        words(level.name, PHASE + STEP + 12, y + 15, 14.5, INK, font_weight=700 if here else 400),
        words(say["states"][stands], PHASE + STEP + 12, y + 29, 12, SOFT),
    ]
    if sign := SIGNS[stands]:
        shapes.append(words(sign, PHASE + STEP + 252, y + 22, 14, INK, text_anchor="end", font_weight=600))
    if here:
        shapes.append(_flag(say["here"], y))
    return "".join(shapes)


def _number(level: int, y: float, dark: bool, hatched: bool) -> str:
    x = PHASE + STEP / 2
    plate = el("circle", cx=x, cy=y + ROW / 2, r=10, fill=PAPER) if hatched else ""
    return plate + words(str(level), x, y + 23, 17, PAPER if dark else INK, text_anchor="middle", font_weight=700)


def _flag(label: str, y: float) -> str:
    x, middle = PHASE + STEP + 268, y + ROW / 2
    right, top, bottom = x + 118, middle - 13, middle + 13
    corners = [(x, middle), (x + 14, top), (right, top), (right, bottom), (x + 14, bottom)]
    return el("polygon", points=" ".join(f"{left:g},{up:g}" for left, up in corners), fill=STEEL) + words(
        label, x + 66, middle + 5, 14, PAPER, text_anchor="middle", font_weight=700
    )


def _phase(number: int, name: str, count: int) -> str:
    within = [level.level for level in load_scales().mrl.levels if level.phase == number]
    top, bottom = _top(within[-1], count) + 3, _top(within[0], count) + ROW - 3
    first, _, rest = name.partition(" en ")
    label = [f"{first} en", rest] if rest else name.rsplit(" ", 1)
    middle = (top + bottom) / 2
    shapes = [el("path", d=f"M104 {top:g}h-6V{bottom:g}h6", fill="none", stroke=STRONG)]
    shapes.append(words(f"Fase {number}", 92, middle - 10, 13, INK, text_anchor="end", font_weight=600))
    shapes += [words(row, 92, middle + 6 + 14 * at, 12, SOFT, text_anchor="end") for at, row in enumerate(label)]
    return "".join(shapes)


def _ground(say: dict[str, Any], reached: int | None, count: int) -> str:
    y = _top(0, count)
    here = reached == 0
    line = el("line", x1=PHASE, y1=y + 5, x2=WIDTH - 12, y2=y + 5, stroke=STRONG, stroke_width=1.5)
    label = words(say["start"], PHASE, y + 24, 13, INK if here else SOFT, font_weight=700 if here else 400)
    return line + label + (_flag(say["here"], y + 4) if here else "")


def _description(say: dict[str, Any], reached: int | None, states: dict[int, str]) -> str:
    scale = load_scales()
    if reached is None:
        where = say["unknown"]
    elif reached == 0:
        where = say["zero"]
    else:
        where = say["reached"].format(level=reached, name=scale.mrl_level(reached).name)
    told = [
        say["level"].format(level=level, name=scale.mrl_level(level).name, state=say["states"][stands])
        for level, stands in states.items()
    ]
    return str(say["desc"].format(reached=where, levels=" ".join(told)))
