"""What a person typed, made safe to store and to hand on: the words stay as they are."""

import unicodedata

from channels.problems import TooLarge, invalid

MAX_CHARACTERS = 4_000
KEPT_CONTROLS = "\n\t"
JOINERS = "\u200c\u200d"  # they hold emoji and some scripts together
UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, direction marks, half surrogates, private use, unassigned


def clean(text: str) -> str:
    """The text in NFC, with plain line ends, without control characters and without white space around it.

    NUL and half surrogates would not fit in a database, direction marks could make a text read as something else.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in KEPT_CONTROLS or c in JOINERS or unicodedata.category(c) not in UNWANTED)
    return unicodedata.normalize("NFC", "".join(kept)).strip().strip(JOINERS)


def accepted(text: str, name: str) -> str:
    """The cleaned text of a message. Raises TooLarge over 4,000 characters, InvalidInput when nothing is left."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge("Uw bericht is te lang. Gebruik ten hoogste 4.000 tekens.")
    if not (cleaned := clean(text)):
        raise invalid("Uw bericht is leeg. Typ eerst uw antwoord.", name, "empty", "Dit veld is leeg.")
    return cleaned
