"""Contact details in text: e-mail addresses, Dutch and Belgian telephone numbers."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from nlu.numerals import word_value
from nlu.text import same_length_lower

HOME, NEIGHBOUR = "NL", "BE"
MAX_TEXT = 2000  # contact details stand in short messages; a pasted mail is not searched further

_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+\s?@\s?[\w-]+(?:\s?[.,]\s?[\w-]+)*[.,][A-Za-z]{2,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_SPOKEN_EMAIL = re.compile(
    r"(?<!\w)(?P<local>[\w+-]+(?:(?:\.|\s(?:punt|dot)\s)[\w+-]+)*)\s*(?:\(at\)|\[at\]|\sat\s|"
    r"\sapenstaartje\s|\sapestaart\s|\sapenstaart\s|@)\s*"
    r"(?P<domain>[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\]|\spunt\s|\sdot\s)\s*[\w-]+)+)",
    re.IGNORECASE,
)
_PHONE_LIKE = re.compile(r"(?<![\w.,€@])(?:\+|00)?\(?\d[\d\s().\-/–]{6,22}\d(?![\w@%]|[.,]\d)")
_CALLED_PHONE = re.compile(
    r"\b(?:tel|telefoon|telefoonnummer|mobiel|mobiele nummer|gsm|nummer|bel|bellen|bereikbaar|06)\b"
)


@dataclass(frozen=True)
class Contact:
    """A contact detail in its normal form: kind "email" (lower case) or "phone" (E.164)."""

    start: int
    end: int
    kind: str
    value: str


def read_contact(text: str) -> list[Contact]:
    """All e-mail addresses and telephone numbers in a text, in order."""
    text = text[:MAX_TEXT]
    emails = read_emails(text)
    spans = [(e.start, e.end) for e in emails]
    phones = [p for p in read_phones(text) if not any(s < p.end and p.start < e for s, e in spans)]
    return sorted(emails + phones, key=lambda c: c.start)


def read_emails(text: str) -> list[Contact]:
    """E-mail addresses, also said as "jan apenstaartje bedrijf punt nl" or typed with a comma for a dot."""
    found: list[Contact] = []
    for match in _EMAIL.finditer(text):
        address = re.sub(r"\s", "", match[0]).replace(",", ".")
        if (valid := _valid_email(address)) is not None:
            found.append(Contact(match.start(), match.end(), "email", valid))
    if found:
        return found
    for match in _SPOKEN_EMAIL.finditer(text):
        parts = [
            re.sub(r"\s*(?:\(dot\)|\[dot\]|\s(?:punt|dot)\s)\s*", ".", match[name], flags=re.IGNORECASE)
            for name in ("local", "domain")
        ]
        if (valid := _valid_email(re.sub(r"\s", "", "@".join(parts)))) is not None:
            found.append(Contact(match.start(), match.end(), "email", valid))
    return found


def _valid_email(address: str) -> str | None:
    try:
        return validate_email(address.strip(".'"), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def read_phones(text: str) -> list[Contact]:
    """Telephone numbers as E.164; without a country code Dutch, else Belgian when only that fits."""
    found = []
    lowered = same_length_lower(text)
    for match in _PHONE_LIKE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        bare = not match[0].startswith(("+", "0", "(0"))
        if bare and not (
            digits.startswith(("31", "32")) or _CALLED_PHONE.search(lowered) or match[0].strip() == text.strip(" .")
        ):
            continue
        if (number := _valid_phone(match[0], bare)) is not None:
            found.append(Contact(match.start(), match.end(), "phone", number))
    return found or _spoken_phone(lowered)


def _valid_phone(words: str, bare: bool) -> str | None:
    plain = re.sub(r"\(0\)", "", words)
    attempts = [(plain, HOME), (plain, NEIGHBOUR)] if not bare else [("0" + plain, HOME), ("+" + plain, HOME)]
    for attempt, region in attempts:
        try:
            number = phonenumbers.parse(attempt, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _spoken_phone(lowered: str) -> list[Contact]:
    """Read "nul zes twaalf vierendertig 56 78"."""
    match = re.search(r"(?<!\w)nul (?:\w+[ -]*){3,12}", lowered)
    if match is None:
        return []
    digits, end = "", match.start()
    for word in re.finditer(r"[\wë]+", match[0]):
        value = word[0] if word[0].isdigit() else word_value(word[0])
        if value is None:
            break
        digits += value if isinstance(value, str) else str(int(value))
        end = match.start() + word.end()
    number = _valid_phone(digits, bare=False) if len(digits) == 10 else None
    return [Contact(match.start(), end, "phone", number)] if number else []
