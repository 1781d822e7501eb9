"""The owner's report as a tagged PDF (PDF/UA-1), laid out by Typst."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from actions.reports.content import content
from actions.reports.fonts import FOLDER

MOST_PAGES = 4
SCALES = (1, 0.93, 0.86)  # sizes of the text tried until it fits; 9 points is the largest, 7.7 the smallest
TEMPLATE = Path(__file__).parent / "report.typ"


def report_pdf(
    answers: Mapping[str, dict[str, Any]],
    assessment: dict[str, Any],
    made_on: date,
    link: str,
    organisation: str,
    earlier: str = "",
) -> bytes:
    """The report; the same arguments give the same bytes.

    `answers` are those of a conversation or case (`value`, `status`, `said` by question id), `assessment` is the
    whole JSON of `actions.assessment.assess`, `made_on` the date for which it was made. `link` leads back to the
    conversation; it is left out when it is no web address. `earlier` is the code of an earlier measurement. Texts may
    be of any length and hold any character.
    """
    data = json.dumps(content(answers, assessment, made_on, link, organisation, earlier), ensure_ascii=False)
    noon = datetime(made_on.year, made_on.month, made_on.day, 12, tzinfo=UTC)
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
    for scale in SCALES:
        made = compiler.compile(
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(noon.timestamp()),
            sys_inputs={"data": data, "scale": str(scale)},
        )
        if int(compiler.query("<pages>", field="value", one=True)) <= MOST_PAGES:
            break
    assert isinstance(made, bytes)  # a PDF is one document, whatever its number of pages
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
