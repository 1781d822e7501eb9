"""The files that belong to a result, by the path at which a conversation offers them: `report.pdf`,
`pictures/radar.png`.

Whoever must send such a file, over HTTP or to a messenger, makes it here from the answers; no file is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from actions.assessment import assess
from actions.reports import pictures
from actions.reports.report import report_pdf

REPORT = "report.pdf"
PDF, SVG, PNG = "application/pdf", "image/svg+xml", "image/png"
PICTURE = re.compile(rf"pictures/({'|'.join(get_args(pictures.Name))})\.(svg|png)")

Json = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file as it is sent: its name for who saves it, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def assessed(answers: Mapping[str, Json], on: date) -> Json:
    """The result (the JSON of `assess`) of the answers of a conversation or case, on a date."""
    return assess({key: answer["value"] for key, answer in answers.items() if answer["status"] != "skipped"}, on)


def made(path: str, answers: Mapping[str, Json], on: date, link: str, organisation: str, earlier: str = "") -> File:
    """The file at this path for the answers of a conversation (`value`, `status`, `said` by question id).

    `on` is the date for schemes and the date it carries, `link` leads back to the conversation,
    `earlier` is the code of an earlier measurement. Raises KeyError for
    a path that is no file of a result.
    """
    result = assessed(answers, on)
    if path == REPORT:
        return report_file(answers, result, on, link, organisation, earlier)
    found = PICTURE.fullmatch(path)
    if found is None:
        raise KeyError(path)
    name: pictures.Name = found[1]  # type: ignore[assignment]  # the pattern holds these names alone
    return picture_file(name, found[2], result, on)


def report_file(
    answers: Mapping[str, Json], result: Json, on: date, link: str, organisation: str, earlier: str = ""
) -> File:
    """The report of a result that is there already."""
    return File(f"uitslag-{on.isoformat()}.pdf", PDF, report_pdf(answers, result, on, link, organisation, earlier))


def picture_file(name: pictures.Name, form: str, result: Json, on: date) -> File:
    """A picture of a result that is there already; `form` is `svg` or `png`."""
    drawn = pictures.draw(name, result)
    saved_as = f"{pictures.DUTCH[name]}-{on.isoformat()}.{form}"
    if form == "svg":
        return File(saved_as, SVG, drawn.svg.encode())
    return File(saved_as, PNG, pictures.png(drawn))
