"""The four pictures of a result by name, as SVG and as PNG."""

from collections.abc import Callable
from typing import Any, Literal

import resvg_py

from actions.reports import ladder, mirror_bars, quadrant, radar
from actions.reports.fonts import FAMILY, FILES
from actions.reports.svg import Picture

Name = Literal["quadrant", "radar", "ladder", "mirror"]
DUTCH: dict[Name, str] = {
    "quadrant": "gereedheid-en-noodzaak",
    "radar": "onderdelen",
    "ladder": "ladder",
    "mirror": "spiegel",
}
"""How a picture is called for who saves it."""
ZOOM = 2  # a phone shows about two dots for each of our units

PICTURES: dict[Name, Callable[[dict[str, Any]], Picture]] = {
    "quadrant": quadrant.draw,
    "radar": radar.draw,
    "ladder": ladder.draw,
    "mirror": mirror_bars.draw,
}


def draw(name: Name, result: dict[str, Any]) -> Picture:
    """One picture of an assessment (the JSON of `assess`)."""
    return PICTURES[name](result)


def png(picture: Picture) -> bytes:
    """The picture as PNG, with our own font whatever the machine has."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture.svg,
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=[str(path) for path in FILES],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
