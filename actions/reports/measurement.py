"""An earlier measurement beside the one of now: a row for each score and part, and what moved in words."""

from typing import Any

from actions.assessment.measurement import AXES, Measurement
from actions.reports.wording import report_words
from knowledge.content import rounded
from knowledge.dutch import day, number
from knowledge.scales import load_scales

Row = dict[str, Any]


def side_by_side(before: Measurement, assessment: dict[str, Any]) -> dict[str, Any]:
    """Both measurements: `title`, `text` (what moved, most important first) and `rows`.

    `assessment` is the part of that name of `assess`. A row has `label`, `before` and `after` (words), and `whole`
    for the two scores and the level of the ladder.
    """
    say, rows = report_words()["measurement"], []
    for axis, parts in AXES.items():
        now = assessment[axis]
        rows.append(_row(say["axes"][axis], before.scores[axis], now["score"], True))
        labels = getattr(load_scales(), axis).parts
        rows += [
            _row(labels[part].label, points, now[parts][part]["points"], False)
            for part, points in before.parts[axis].items()
        ]
    rows.append(_row(say["mrl"], before.mrl, assessment["mrl"]["level"], True))
    return {
        "title": say["title"].format(date=day(before.on)),
        "text": [_sentence(row) for row in rows if row["whole"]],
        "rows": rows,
    }


def _row(label: str, before: float | None, after: float | None, whole: bool) -> Row:
    unknown = report_words()["measurement"]["unknown"]
    after = None if after is None else rounded(after)  # as the code holds them
    said = [unknown if value is None else number(value) for value in (before, after)]
    label = label[:1].upper() + label[1:]
    difference = None if before is None or after is None else after - before
    return {"label": label, "before": said[0], "after": said[1], "difference": difference, "whole": whole}


def _sentence(row: Row) -> str:
    say = report_words()["measurement"]
    if row["difference"] is None:
        key = "not_comparable"
    elif row["difference"] == 0:
        key = "same"
    else:
        key = "up" if row["difference"] > 0 else "down"
    return str(say[key].format(**row))
