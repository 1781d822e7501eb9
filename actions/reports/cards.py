"""A scheme as a card: what it is, why it fits or not, what is missing, how much, by when, what to do now, and whence.

All facts come from the scheme's entry and the match; nothing is added to them.
"""

from datetime import date
from typing import Any

from actions.assessment.reasons import in_words
from actions.reports.wording import report_words
from knowledge.criteria import load_criteria
from knowledge.dutch import euro, known, listing
from knowledge.schemes import Scheme, load_schemes

Card = dict[str, Any]
FACTS_SHOWN = 2  # with the line on kind and provider: three lines
WITHIN_A_WINDOW = "opening"  # the criterion that is about the date


def cards(matches: list[dict[str, Any]], on: date, most: int) -> list[Card]:
    """The cards of the first `most` schemes that fit or may fit, best first. `matches`: `schemes` of `assess`."""
    schemes = {scheme.id: scheme for scheme in load_schemes()}
    known_ones = [match for match in matches if match["fit"] != "no" and match["id"] in schemes]
    return [card(match, schemes[match["id"]], on) for match in known_ones[:most]]


def card(match: dict[str, Any], scheme: Scheme, on: date) -> Card:
    """One card: `id`, `name`, `fit`, `verdict` and the texts; lists of sentences for what and why."""
    say = report_words()["schemes"]
    reasons = {met: _sentences(match, met) for met in (True, False, None)}
    missing = reasons[None] + [check.text for check in scheme.check_yourself if not check.decides]
    return {
        "id": scheme.id,
        "name": scheme.name,
        "fit": match["fit"],
        "verdict": say[match["fit"]],
        "what": _what(scheme),
        "why": reasons[True][: say["met_shown"]],
        "against": reasons[False],
        "missing": missing[: say["missing_shown"]],
        "howMuch": _how_much(scheme, match),
        "byWhen": _by_when(scheme, match, on),
        "now": _now(scheme, reasons[None], on),
        "source": _source(scheme, match),
        "links": [{"title": source.title, "url": source.url} for source in _cited(scheme)],
    }


def _sentences(match: dict[str, Any], met: bool | None) -> list[str]:
    """The reasons with this outcome; those that are our reading of the conditions say so."""
    return [
        _plain(reason["text"])
        if load_criteria().criterion(reason["criterion"]).hard
        else report_words()["schemes"]["reading"].format(text=_without_verdict(reason["text"]))
        for reason in match["reasons"]
        if reason["met"] is met and reason["criterion"] != WITHIN_A_WINDOW
    ]


def _without_verdict(text: str) -> str:
    """A reason without its verdict, which the card's rows give already: "Voldoet: u ..." becomes "u ..."."""
    return text.partition(": ")[2] or text


def _plain(text: str) -> str:
    rest = _without_verdict(text)
    return rest[:1].upper() + rest[1:]


def _what(scheme: Scheme) -> list[str]:
    say, kind = report_words()["schemes"], load_criteria().kinds[scheme.kind]
    facts = [fact.text for fact in scheme.facts[:FACTS_SHOWN]]
    lines = [say["kind"].format(kind=kind[:1].upper() + kind[1:], provider=scheme.provider), *facts]
    return lines if len(" ".join(lines)) <= say["longest_what"] else lines[:-1]


def _cited(scheme: Scheme) -> list[Any]:
    numbers = dict.fromkeys(fact.source for fact in scheme.facts[:FACTS_SHOWN])
    return [scheme.sources[number] for number in numbers]


def _how_much(scheme: Scheme, match: dict[str, Any]) -> str:
    say, support = report_words()["schemes"], scheme.support
    figures = []
    if support.percent is not None:
        figures.append(_noted(say["percent"].format(percent=support.percent), support.percent_note))
    if support.maximum is not None:
        figures.append(_noted(say["maximum"].format(amount=euro(support.maximum)), support.maximum_note))
    if not figures:
        return str(say["unknown_amount"])
    sentences = [listing(figures)[:1].upper() + listing(figures)[1:] + "."]
    if support.figures_as_of:
        sentences.append(say["figures_as_of"].format(known=known(support.figures_as_of)))
    if match.get("matchend"):
        sentences.append(match["matchend"])
    return " ".join(sentences)


def _noted(figure: str, note: str | None) -> str:
    return f"{figure} ({note.rstrip('.')})" if note else figure


def _by_when(scheme: Scheme, match: dict[str, Any], on: date) -> str:
    window = scheme.open_window(on)
    if window is not None:
        words = in_words(window)
        return words[:1].upper() + words[1:] + "."
    return next((_plain(r["text"]) for r in match["reasons"] if r["criterion"] == WITHIN_A_WINDOW), "")


def _now(scheme: Scheme, missing: list[str], on: date) -> str:
    say = report_words()["schemes"]["do"]
    if scheme.open_window(on) is None and scheme.windows:
        return str(say["closed"].format(provider=scheme.provider))
    if missing:
        return str(say["unsure"].format(missing=missing[0][:1].lower() + missing[0][1:]))
    return str(say[scheme.kind].format(provider=scheme.provider))


def _source(scheme: Scheme, match: dict[str, Any]) -> str:
    titles = listing([source.title for source in _cited(scheme)])
    text = report_words()["schemes"]["source"].format(known=known(scheme.known_as_of), sources=titles)
    return f"{text} {match['factsNote']}" if match.get("factsNote") else str(text)
