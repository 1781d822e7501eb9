"""Writes the golden pictures anew, after a change that was meant: `python -m tests.reports.golden`. Look at them."""

from pathlib import Path

from actions.reports.pictures import PICTURES, draw
from tests.reports.companies import company

FOLDER = Path(__file__).parent / "golden"
SHOWN = ("01_lasserij", "05_alles_onbekend", "07_koploper", "08_kelder_onder_druk")

if __name__ == "__main__":
    for name in SHOWN:
        _, result, _ = company(name)
        for picture in PICTURES:
            (FOLDER / f"{name}_{picture}.svg").write_text(draw(picture, result).svg, encoding="utf-8")
