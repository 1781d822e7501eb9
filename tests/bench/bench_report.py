"""Speed of the report and the pictures: `python -m tests.bench report`.

Prints one line a measurement with the limit it must stay under, and ends with exit code 1 when one does not.
"""

import statistics
import sys
import time
from collections.abc import Callable

from actions.reports import pictures
from actions.reports.report import report_pdf
from tests.reports.companies import company

REPORT_MS, PICTURE_MS = 300.0, 300.0
TIMES = 20


def main() -> None:
    """Measure and print. Exits with 1 when a limit is passed."""
    answers, result, on = company("01_lasserij")
    slow = []
    measured: dict[str, tuple[float, Callable[[], object]]] = {
        "report.pdf": (REPORT_MS, lambda: report_pdf(answers, result, on, "https://maakwijzer.example", "Stichting"))
    }
    for name in pictures.PICTURES:
        measured[f"{name}.png"] = (PICTURE_MS, lambda name=name: pictures.png(pictures.draw(name, result)))  # type: ignore[misc]
    for name, (limit, make) in measured.items():
        make()  # the font and the template are read once
        took = [_milliseconds(make) for _ in range(TIMES)]
        print(f"{name:14} median {statistics.median(took):6.1f} ms, slowest {max(took):6.1f} ms (limit {limit:.0f})")
        if statistics.median(took) > limit:
            slow.append(name)
    if slow:
        sys.exit(f"too slow: {', '.join(slow)}")


def _milliseconds(make: Callable[[], object]) -> float:
    begun = time.perf_counter()
    make()
    return (time.perf_counter() - begun) * 1000
