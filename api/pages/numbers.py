"""Numbers as people type them into a field: "1.250.000", "2,5 miljoen", "anderhalve ton", "tussen 50 en 80 duizend".

Fewer forms than the conversation understands: a field is filled in with figures, and its hint says which.
"""

import re

TIMES = {"duizend": 1e3, "ton": 1e5, "miljoen": 1e6, "mln": 1e6, "miljard": 1e9, "mld": 1e9, "": 1.0}
FIGURES = r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
SCALE = rf"(?P<{{0}}>{'|'.join(word for word in TIMES if word)})?"
ONE = rf"(?P<low>{FIGURES})\s*{SCALE.format('low_scale')}"
OTHER = rf"(?:\s*(?:en|tot|-|–)\s*(?P<high>{FIGURES})\s*{SCALE.format('high_scale')})?"
AMOUNT = re.compile(rf"(?:tussen\s+)?{ONE}{OTHER}")
NOISE = re.compile(r"€|%|\b(?:euro|eur|procent|mensen|man|medewerkers|ongeveer|circa|ca\.)(?!\w)|,-$")


def amount(text: str) -> float | None:
    """The number in a field, the middle of a range; None when it is not a number.

    A point before three figures separates thousands, any other point or comma decimals.
    """
    bare = " ".join(NOISE.sub(" ", text.lower().replace("anderhalve", "1,5").replace("\xa0", " ")).split())
    found = AMOUNT.fullmatch(re.sub(r"(?<=\d) (?=\d{3}\b)", ".", bare))
    if found is None:
        return None
    low = _figure(found["low"])
    if found["high"] is None:
        return round(low * TIMES[found["low_scale"] or ""], 2)
    high_scale = found["high_scale"] or ""
    low_scale = found["low_scale"] or high_scale  # "50 tot 80 duizend": both are thousands
    return round((low * TIMES[low_scale] + _figure(found["high"]) * TIMES[high_scale]) / 2, 2)


def _figure(text: str) -> float:
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", text)
    return float((text.replace(".", "") if grouped else text).replace(",", "."))


def names_its_size(text: str) -> bool:
    """Whether it is plain how large an amount is meant: "8 euro" and "8 ton" are, a bare "8" is not."""
    return re.search(rf"\b(?:euro|{'|'.join(word for word in TIMES if word)})\b", text.lower()) is not None
