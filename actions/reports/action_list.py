"""The action list: the steps and what to do about the schemes, as plain text to copy and carry out on Monday."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment.roadmap import steps
from actions.reports.cards import cards
from actions.reports.wording import report_words
from knowledge.dutch import day

SCHEMES_LISTED = 3


def action_list(values: Mapping[str, Any], result: dict[str, Any], on: date) -> str:
    """The list of a result (the JSON of `assess` for these values). A line in `**` is a title."""
    say = report_words()["actions"]
    lines = [say["title"].format(name=result["company"]["name"] or say["no_name"], date=day(on))]
    lines += [f"{at}. {say['step'].format(**step)}" for at, step in enumerate(steps(values, result), 1)]
    shown = cards(result["schemes"], on, SCHEMES_LISTED)
    if shown:
        lines += ["", say["schemes"]]
        lines += [f"- {say['scheme'].format(**card)}" for card in shown]
    return "\n".join(lines)
