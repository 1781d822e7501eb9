"""How numbers, amounts, dates and lists are written in Dutch texts."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def number(value: float) -> str:
    """A number with a decimal comma and points between thousands: 1234.5 → "1.234,5"."""
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return whole.translate(str.maketrans(",.", ".,"))


def euro(amount: float) -> str:
    """An amount of money: 250000 → "€ 250.000"."""
    return f"€ {number(amount)}"


def round_euro(amount: float) -> str:
    """An amount as it is said: "€ 2,5 miljoen" from a million on when that loses nothing, else "€ 850.000"."""
    millions = amount / 1_000_000
    if millions >= 1 and round(millions, 2) == millions:
        return f"€ {number(millions)} miljoen"
    return euro(amount)


def day(when: date) -> str:
    """A date in words: "2 februari 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def known(partial: str) -> str:
    """A year, month or date of a source in words: "2024-11" → "november 2024"."""
    parts = partial.split("-")
    if len(parts) == 3:
        return day(date.fromisoformat(partial))
    if len(parts) == 2 and len(parts[1]) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return partial


def listing(items: Sequence[str]) -> str:
    """Items in a sentence ("a, b en c"); empty for no items."""
    *head, tail = items or [""]
    return f"{', '.join(head)} en {tail}" if head else tail
