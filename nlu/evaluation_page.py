"""The page with the results of an evaluation: tables in Markdown, two pictures in SVG."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.heldout import ASKED, ASKED_RIGHT, LOST, RIGHT, WRONG, Case

CELL, MARGIN = 14, 130
BINS = 10
MOST_CONFUSED = 12
GOALS = {"intents": 0.95, "single choice": 0.97, "multiple choice": 0.92, "numbers, money, percentages": 0.98}
WHY = """
- **Intents**: short messages that say little without the question before them, and neighbours that share their words:
  a refusal and a question passed over, a fact and its correction, a pause and a stop. The interview reads the open
  question's answer first, so a wrong intent there costs less than the figure says.
- **Single choice**: degrees that lie side by side ("deels" and "af en toe"), sayings that no training line has, and
  sentences whose meaning hangs on one small word ("aan ons leveren", "aan wie wij leveren").
- **Multiple choice**: a code too many when a word belongs to two techniques, later items of long enumerations, and
  things described without their name ("een oog op de robot").
- **Numbers**: slang for sums of money, and sums and comparisons that take arithmetic ("twee keer zoveel als ...").
- **Names and places**: a name that is also an everyday word, and names spelled by ear.
- **Not an answer**: side remarks that name an option in passing.
"""


@dataclass(frozen=True)
class Results:
    """What one evaluation found. `intents` holds (right, found, confidence) for each line."""

    spacy: str
    training: Mapping[str, int]
    intents: Sequence[tuple[str, str, float]]
    default_right: int
    default_name: str
    default_seconds: float
    outcomes: Sequence[tuple[Case, str, Mapping[str, Any]]]
    median_ms: float
    slow_ms: float
    model_bytes: int
    kinds: Mapping[str, str]


def kind_of(case: Case, kinds: Mapping[str, str]) -> str:
    """The row of the table that a line counts in; `kinds` are the kinds of the questions by id."""
    if case.file == "not_answers":
        return "not an answer"
    return ROWS[kinds[case.question]]


ROWS = {
    "choice": "single choice", "multi": "multiple choice", "yesno": "yes or no", "ladder": "yes or no",
    "count": "numbers, money, percentages", "money": "numbers, money, percentages",
    "percent": "numbers, money, percentages",
    "text": "names, places, contact", "email": "names, places, contact", "phone": "names, places, contact",
}  # fmt: skip


def rates(outcomes: Sequence[str]) -> dict[str, float]:
    """Shares of a list of outcomes: `value` (right, stored or asked back), `asked`, `wrong` (of what was stored)."""
    count = Counter(outcomes)
    stored = count[RIGHT] + count[WRONG]
    total = max(len(outcomes), 1)
    return {
        "value": (count[RIGHT] + count[ASKED_RIGHT]) / total,
        "asked": (count[ASKED] + count[ASKED_RIGHT]) / total,
        "wrong": count[WRONG] / max(stored, 1),
        "lost": count[LOST] / total,
    }


def page(results: Results) -> str:
    """The whole page in Markdown."""
    right = sum(a == b for a, b, _ in results.intents)
    total = len(results.intents)
    lines = [
        "# How well the understanding works",
        "",
        f"Measured on {total + len(results.outcomes):,} held-out lines that nothing is trained on "
        f"(`tests/nlu/heldout/`), with the",
        f"spaCy pipeline {results.spacy}. Trained on "
        + ", ".join(f"{n:,} lines for {name}" for name, n in results.training.items())
        + ".",
        f"A parse takes {results.median_ms:.1f} ms (median; 95% within {results.slow_ms:.1f} ms); the "
        f"model is {results.model_bytes / 1e6:.1f} MB.",
        "Made by `make eval`.",
        "",
        "| | right | goal |",
        "|---|---|---|",
        f"| intents | {right / total:.3f} of {total} | {GOALS['intents']} |",
        f"| Rasa's default pipeline ({results.default_name}), same intents "
        f"({results.default_seconds:.0f} s of training) | {results.default_right / total:.3f} | |",
    ]
    by_kind = _by_kind(results)
    for name, found in by_kind.items():
        share = found.count(RIGHT) / len(found) if name == "not an answer" else rates(found)["value"]
        lines.append(f"| {name} | {share:.3f} of {len(found)} | {GOALS.get(name, '')} |")
    answers = [outcome for case, outcome, _ in results.outcomes if case.file != "not_answers"]
    stored = rates(answers)
    lines += [
        "",
        f"Of all answers {stored['asked']:.3f} are asked back (goal: at most 0.10), and of those "
        f"stored without asking {stored['wrong']:.3f} are wrong",
        f"(goal: at most 0.02). {stored['lost']:.3f} are not understood and asked again with an example.",
        "",
        "## Per question",
        "",
        "| question | lines | right | asked back | wrong of stored | not understood |",
        "|---|---|---|---|---|---|",
    ]
    by_question: dict[str, list[str]] = defaultdict(list)
    for case, outcome, _ in results.outcomes:
        if case.file != "not_answers":
            by_question[case.question].append(outcome)
    for question, found in sorted(by_question.items()):
        rate = rates(found)
        lines.append(
            f"| `{question}` | {len(found)} | {rate['value']:.2f} | {rate['asked']:.2f} | "
            f"{rate['wrong']:.2f} | {rate['lost']:.2f} |"
        )
    lines += ["", "## Intents", "", "| intent | lines | right | most often taken for |", "|---|---|---|---|"]
    for name in sorted({a for a, _, _ in results.intents}):
        taken = Counter(b for a, b, _ in results.intents if a == name)
        others = ", ".join(f"`{other}` {n}" for other, n in taken.most_common(4) if other != name)
        lines.append(f"| `{name}` | {taken.total()} | {taken[name] / taken.total():.2f} | {others} |")
    lines += [
        "",
        "![Which intents are taken for which](confusion.svg)",
        "",
        "![How far confidence can be trusted](reliability.svg)",
        "",
        "## What it still gets wrong, and why",
        "",
        *_confused(results),
        WHY,
    ]
    return "\n".join(lines)


def _confused(results: Results) -> list[str]:
    """What is most often taken for what: pairs of intents, and per question what was right and what was read."""
    intents = Counter((a, b) for a, b, _ in results.intents if a != b)
    answers = Counter(
        (
            case.question,
            case.right,
            ",".join(reading["value"]) if isinstance(reading["value"], list) else reading["value"],
        )
        for case, outcome, reading in results.outcomes
        if case.file == "options" and outcome in (WRONG, ASKED) and reading["value"]
    )
    pairs = [f"`{a}` for `{b}` ({n})" for (b, a), n in intents.most_common(MOST_CONFUSED) if n > 1]
    codes = [f"`{q}`: {a} for {b} ({n})" for (q, b, a), n in answers.most_common(MOST_CONFUSED) if n > 1]
    return [
        f"Intents taken for one another more than once: {', '.join(pairs) or 'none'}.",
        f"Options taken for one another more than once: {', '.join(codes) or 'none'}.",
    ]


def _by_kind(results: Results) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for case, outcome, _ in results.outcomes:
        found[kind_of(case, results.kinds)].append(outcome)
    return dict(sorted(found.items()))


def confusion(results: Results) -> str:
    """A grid of intents: the right one down, the found one across, darker for more lines."""
    names = sorted({a for a, _, _ in results.intents} | {b for _, b, _ in results.intents})
    count = Counter((a, b) for a, b, _ in results.intents)
    size = MARGIN + CELL * len(names) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        'font-family="sans-serif" font-size="9" role="img">',
        "<title>Which intents are taken for which</title>",
        "<desc>Rows are the right intents, columns the ones found; the diagonal is right. The table "
        "in the page holds the same.</desc>",
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
    ]
    for i, name in enumerate(names):
        at = MARGIN + i * CELL
        parts.append(f'<text x="{MARGIN - 4}" y="{at + 10}" text-anchor="end">{name}</text>')
        parts.append(f'<text transform="translate({at + 10},{MARGIN - 4}) rotate(-90)">{name}</text>')
        row = sum(count[(name, other)] for other in names) or 1
        for j, other in enumerate(names):
            if n := count[(name, other)]:
                colour = "#1b6e3c" if i == j else "#b3261e"
                parts.append(
                    f'<rect x="{MARGIN + j * CELL}" y="{at}" width="{CELL - 1}" height="{CELL - 1}" fill="{colour}" '
                    f'fill-opacity="{max(0.25, n / row):.2f}">'
                    f"<title>{name} as {other}: {n}</title></rect>"
                )
    return "\n".join([*parts, "</svg>"])


def reliability(results: Results) -> str:
    """How often the intent and the stored answers are right at each level of confidence."""
    series = {
        "intents": [(chance, a == b) for a, b, chance in results.intents],
        "options": [
            (float(r["confidence"]), o in (RIGHT, ASKED_RIGHT))
            for c, o, r in results.outcomes
            if c.file == "options" and r["confidence"]
        ],
    }
    colours = {"intents": "#1f4e9c", "options": "#b35c00"}
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 380" font-family="sans-serif" font-size="11" '
        'role="img">',
        "<title>How far confidence can be trusted</title>",
        "<desc>Across the confidence in ten steps, up the share that is right. On the dotted line "
        "confidence is exactly right.</desc>",
        '<rect width="420" height="380" fill="#ffffff"/>',
        '<path d="M50 320 L370 20" stroke="#888888" stroke-dasharray="4 4"/>',
        '<path d="M50 20 V320 H370" fill="none" stroke="#333333"/>',
        '<text x="210" y="355" text-anchor="middle">confidence</text>',
        '<text transform="translate(18,170) rotate(-90)" text-anchor="middle">share that is right</text>',
    ]
    for tick in (0, 0.5, 1):
        parts.append(
            f'<text x="{50 + 320 * tick}" y="336" text-anchor="middle">{tick}</text>'
            f'<text x="44" y="{324 - 300 * tick}" text-anchor="end">{tick}</text>'
        )
    for n, (name, points) in enumerate(series.items()):
        for step in range(BINS):
            inside = [good for chance, good in points if step / BINS <= min(chance, 0.9999) < (step + 1) / BINS]
            if len(inside) >= 5:
                x, y = 50 + 320 * (step + 0.5) / BINS, 320 - 300 * sum(inside) / len(inside)
                radius = min(12, 3 + len(inside) ** 0.5 / 2)
                parts.append(
                    f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{colours[name]}" fill-opacity="0.7">'
                    f"<title>{name}: {len(inside)} lines</title></circle>"
                )
        parts.append(
            f'<circle cx="290" cy="{270 + 20 * n}" r="5" fill="{colours[name]}"/>'
            f'<text x="302" y="{274 + 20 * n}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"])
