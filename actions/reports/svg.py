"""Small building blocks of our pictures: elements with everything escaped, hatching, wrapped text, the colours.

The colours are those of the website (`channels/web/static/site.css`). No picture says anything by colour alone: every
difference is also a pattern, a shape or a word, so that it survives a black-and-white printer.
"""

import re
import textwrap
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

INK, SOFT, LINE, STRONG = "#1a2428", "#4b5a60", "#c9d0cd", "#7c8a8e"
STEEL, ACTION, PALE, POINTER, PAPER = "#16343d", "#0f5566", "#dcebed", "#b4481b", "#ffffff"
FONT = "'Source Sans Pro', 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{PAPER}"/><line x1="0" y1="0" x2="0" y2="6" stroke="{STRONG}" stroke-width="2"/>'
    "</pattern>"
)


@dataclass(frozen=True)
class Picture:
    """A picture: the SVG, its title, and a description that tells all that can be seen in it."""

    svg: str
    title: str
    desc: str
    width: int
    height: int


def el(name: str, *inside: str, **attributes: str | float | None) -> str:
    """An element; `inside` must be SVG already. `_` in a name becomes a hyphen, None leaves the attribute out."""
    pairs = [
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_shown(value))}"
        for key, value in attributes.items()
        if value is not None
    ]
    body = "".join(inside)
    return f"<{name}{''.join(pairs)}>{body}</{name}>" if body else f"<{name}{''.join(pairs)}/>"


def _shown(value: str | float) -> str:
    return printable(value) if isinstance(value, str) else f"{round(value, 2):g}"


def printable(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def words(text: str, x: float, y: float, size: float = 14, fill: str = INK, **attributes: str | float | None) -> str:
    """A line of text with its baseline at y."""
    return el("text", escape(printable(text)), x=x, y=y, font_size=size, fill=fill, **attributes)


def lines(
    text: str,
    x: float,
    y: float,
    width: int,
    size: float = 14,
    fill: str = INK,
    most: int = 3,
    **attributes: str | float | None,
) -> str:
    """Text broken into lines of at most `width` characters, `most` lines; what is left out shows as an ellipsis."""
    return "".join(
        words(line, x, y + at * size * 1.25, size, fill, **attributes)
        for at, line in enumerate(wrapped(text, width, most))
    )


def wrapped(text: str, width: int, most: int) -> list[str]:
    """The lines that `lines` writes."""
    return textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=True)


def picture(title: str, desc: str, width: int, height: int, *inside: str) -> Picture:
    """The whole picture. The ids are fixed: each picture is a document of its own (`<img>`), never inlined twice."""
    svg = el(
        "svg",
        el("title", escape(printable(title)), id="title"),
        el("desc", escape(printable(desc)), id="desc"),
        el("defs", HATCH),
        el("rect", width=width, height=height, fill=PAPER),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        lang="nl",
        aria_labelledby="title desc",
        font_family=FONT,
    )
    return Picture(svg + "\n", printable(title), printable(desc), width, height)
