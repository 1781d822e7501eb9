"""Personal data that nobody asked for: a citizen service number (BSN) or a bank account (IBAN)."""

import re
from dataclasses import dataclass

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\s?\d{2}(?:\s?[A-Za-z0-9]{4}){2,7}(?:\s?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_NINE_DIGITS = re.compile(
    r"(?<![\d+,.€])(?:\d{9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ .]\d{2}[ .]\d{3}|\d{4}\.\d{3}\.\d{2})(?![\d,%])"
)
_BSN_CUE = re.compile(
    r"\b(?:bsn|burgerservicenummer|burger service ?nummer|sofi(?:-?nummer)?)\b[^\d]{0,20}(?P<number>[\d .]{8,12}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sensitive:
    """Where it stands and what it is: "bsn" or "iban". The number itself is not kept."""

    start: int
    end: int
    kind: str


def is_bsn(digits: str) -> bool:
    """The "elfproef" of a citizen service number: 9·d1 + 8·d2 + … + 2·d8 - d9 is a multiple of eleven."""
    if len(digits) != 9 or not digits.isdigit() or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def is_iban(account: str) -> bool:
    """The check of ISO 13616: the number with its first four characters at the end is 1 modulo 97."""
    plain = re.sub(r"\s", "", account).upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def read_sensitive(text: str) -> list[Sensitive]:
    """Every bank account, and every number that passes the check of a BSN or is called one."""
    found = []
    for match in _IBAN.finditer(text):
        if (end := _iban_end(match[0])) is not None:
            found.append(Sensitive(match.start(), match.start() + end, "iban"))
    for match in _BSN_CUE.finditer(text):
        found.append(Sensitive(match.start("number"), match.end("number"), "bsn"))
    for match in _NINE_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        # A round number ("250000000") and a phone without its zero ("612345678") are more likely what they look like.
        plausible = is_bsn(digits) and not digits.endswith("000")
        if plausible and not any(s.start <= match.start() < s.end for s in found):
            found.append(Sensitive(match.start(), match.end(), "bsn"))
    return sorted(found, key=lambda s: s.start)


def _iban_end(words: str) -> int | None:
    """How far the bank account in these characters goes: the longest head that passes the check, or None."""
    for end in range(len(words), 14, -1):
        if is_iban(words[:end]) and not words[end - 1].isspace():
            return end
    return None
