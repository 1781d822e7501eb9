"""Which values a question takes (one check for a clicked answer, the form and the API), and how a value is said."""

from typing import Any

from knowledge.dutch import listing, number, round_euro
from knowledge.questionnaire import Question


def checked(question: Question, value: Any) -> Any:
    """The value in the form in which it is kept; None stays None ("weet ik niet").

    Whole numbers may come as floats. Raises ValueError with a Dutch sentence that says what the question takes.
    """
    if value is None:
        return None
    match question.kind:
        case "count" | "money" | "percent":
            return _number(question, value)
        case "choice":
            return _code(question, value)
        case "multi":
            return _codes(question, value)
        case "yesno":
            if not isinstance(value, bool):
                raise ValueError("verwacht true of false")
            return value
        case "ladder":
            return _levels(value)
        case _:
            if not isinstance(value, str) or not value.strip():
                raise ValueError("verwacht een tekst")
            return value.strip()


def _number(question: Question, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ValueError("verwacht een getal")
    limits = question.limits
    assert limits is not None  # every number has limits: checked when the questionnaire is read
    if not limits.min <= value <= limits.max:
        raise ValueError(f"verwacht een getal van {number(limits.min)} tot en met {number(limits.max)}")
    return int(value) if float(value).is_integer() else float(value)


def _code(question: Question, value: Any) -> str:
    codes = [option.code for option in question.options]
    if value not in codes:
        raise ValueError(f"verwacht een van: {', '.join(codes)}")
    return str(value)


def _codes(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError("verwacht een lijst van codes")
    codes = list(dict.fromkeys(_code(question, code) for code in value))
    if question.exclusive in codes and len(codes) > 1:
        raise ValueError(f"'{question.exclusive}' gaat niet samen met andere codes")
    return codes


def _levels(value: Any) -> dict[str, bool | None]:
    if not isinstance(value, dict):
        raise ValueError('verwacht antwoorden per niveau, zoals {"5": true}')
    for level, shown in value.items():
        if level not in {str(n) for n in range(1, 10)} or not (shown is None or isinstance(shown, bool)):
            raise ValueError("verwacht per niveau van 1 tot en met 9 true, false of null")
    return dict(value)


def in_words(question: Question, value: Any) -> str:
    """A value as the person would say it. `value` is of the question's kind, not None."""
    match question.kind:
        case "choice":
            return question.option(value).label
        case "multi":
            return listing([question.option(code).label for code in value]) or "geen"
        case "yesno":
            return "ja" if value else "nee"
        case "money":
            return round_euro(value)
        case "percent":
            return f"{number(value)} procent"
        case "ladder":
            shown = max((int(level) for level, proven in value.items() if proven), default=0)
            return f"aangetoond tot en met niveau {shown}" if shown else "nog niets aangetoond"
        case "count":
            return f"{number(value)} mensen" if question.unit == "people" and value != 1 else number(value)
        case _:
            return str(value)
