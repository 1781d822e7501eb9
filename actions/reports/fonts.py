"""The font of the report and the PNG pictures: Source Sans Pro (SIL Open Font License 1.1), from its package.

PDF/UA forbids characters that the font cannot show, so text is made fit for the font first.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Source Sans Pro"
FOLDER = Path(str(files("font_source_sans_pro"))) / "files"
FILES = tuple(FOLDER / f"SourceSansPro-{weight}.ttf" for weight in ("Regular", "Semibold", "Bold"))
MISSING = "■"  # what stands for one or more characters that the font does not have
BREAK_AFTER = 40  # characters without a space after which a word may be broken; Dutch words are shorter
BREAK = "\u200b"


@cache
def characters() -> frozenset[str]:
    """The characters that every file of the font can show and that a text may hold."""
    codes = set.intersection(*(set(TTFont(path, lazy=True)["cmap"].getBestCmap()) for path in FILES))
    return frozenset(char for char in map(chr, codes) if not unicodedata.category(char).startswith("C"))


def showable(text: str, most: int) -> str:
    """Any text as one that can be shown: one line, only characters of the font, cut to `most` characters.

    Characters that the font lacks become one square together; long words get places where they may be broken.
    """
    composed = " ".join(unicodedata.normalize("NFC", text[: 4 * most]).split())
    known, shown = characters(), []
    for char in composed:
        if char in known:
            shown.append(char)
        elif unicodedata.category(char) not in ("Cc", "Cf", "Mn", "Me") and shown[-1:] != [MISSING]:
            shown.append(MISSING)
    cut = "".join(shown).strip()
    if len(cut) > most:
        cut = cut[: most - 2].rstrip() + " …"
    return " ".join(_breakable(word) for word in cut.split())


def _breakable(word: str) -> str:
    return BREAK.join(word[at : at + BREAK_AFTER] for at in range(0, len(word), BREAK_AFTER))
