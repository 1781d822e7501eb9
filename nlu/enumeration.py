"""Enumerations: the clauses of a sentence, which of them say what is *not* the case, and "everything" or "all but".

"ERP en CAD, geen MES" has two clauses that name something and one that rules something out. Questions whose answers
are lacks ("geen handjes" as a barrier) do not use the second kind; which those are stands in `lexicon.yaml`.
"""

import re
from dataclasses import dataclass

from nlu.text import same_length_lower

MAX_CLAUSES = 14

_SPLIT = re.compile(
    r"\s*(?:[,;\n/&+|•]|(?<=\w)\.(?=\s|$)|\s-\s|\(|\))\s*(?:en\s+|of\s+|maar\s+|plus\s+)?"
    r"|\s+(?:en ook|en daarnaast|en verder|en dan nog|en een beetje|en soms|alsook|alsmede|evenals|"
    r"daarnaast|plus|en|of|and|und|et)\s+"
    r"|\s+(?P<turn>maar(?: wel| ook)?|alleen wel|wel)\s+"
)
_TURN = re.compile(r"\b(?:maar|wel|alleen wel|uitsluitend|enkel)\b")
_NOT_ONLY = re.compile(r"\bniet (?:alleen|enkel|slechts)\b")
_OPENS = re.compile(
    r"^(?:(?:nee|nou|nog|we|wij|hebben|doen|willen|is|er|ook|en|dus|maar|eigenlijk|zeker|"
    r"in ieder geval|absoluut|ik|heb|wil)\s+)*(?:geen|gin|niet|zonder|behalve|behoudens|uitgezonderd|"
    r"exclusief|noch|nooit|niks met|niets met|alles behalve|allemaal behalve)\b"
)
_CLOSES = re.compile(
    r"\b(?:niet|nie|nog niet|nooit|niet meer|juist niet|liever niet|zeker niet|niet echt|niet nodig|"
    r"niet van toepassing|ontbreekt|ontbreken|missen we|hoeft niet|speelt niet|valt af|vallen af|"
    r"niet aan de orde|nog geen)"
    r"(?:\s+(?:hebben|heb|gebruiken|gebruikt|aanwezig|nodig|echt|voor ons|bij ons|in huis|hoor|zozeer|"
    r"zo|aan begonnen|mee bezig|interessant|belangrijk|van|aan|in))*$"
)
_HAVE_NOT = re.compile(
    r"\b(?:hebben|heb|gebruiken|doen|willen|werken|kennen|zien) (?:we|wij|ik|"
    r"er)?\s*(?:\w+\s){0,2}(?:niet|nog niet|nooit|geen)\b"
)
_ALL = re.compile(
    r"(?<!\w)(?:alles|allemaal|allen|alle (?:\w+ )?(?:opties|mogelijkheden|genoemde|bovenstaande|"
    r"dingen|punten|systemen|technieken|redenen|drie|vier|vijf|zes|zeven|acht)|het hele rijtje|"
    r"de hele lijst|de hele reut|alle)(?!\w)"
)
_EXCEPT = re.compile(
    r"(?<!\w)(?:behalve|behoudens|uitgezonderd|met uitzondering van|op (?P<named>[\w/ -]{2,40}) na\b|"
    r"alleen(?: geen| niet| dan niet)|maar (?:geen|niet)|exclusief|minus|zonder|except|buiten)(?!\w)"
)


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence that names one thing; `negated` when it says that this is not the case."""

    text: str
    negated: bool


@dataclass(frozen=True)
class AllBut:
    """ "Alles", with the words that name the exceptions (empty when there are none)."""

    exceptions: str


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order; a negation holds until "maar" or "wel" when an "of" or a comma goes on."""
    lowered = same_length_lower(text)
    found: list[Clause] = []
    held = False
    at = 0
    pieces: list[tuple[str, str]] = []
    for match in _SPLIT.finditer(lowered):
        pieces.append((lowered[at : match.start()], match[0]))
        at = match.end()
    pieces.append((lowered[at:], ""))
    before = ""
    for piece, after in pieces:
        words = piece.strip()
        if words:
            opens = bool(_OPENS.match(words)) and not _NOT_ONLY.search(words)
            closes = bool(_CLOSES.search(words)) and not _NOT_ONLY.search(words)
            goes_on = held and not _TURN.search(before) and not _TURN.search(words) and len(words.split()) <= 3
            negated = opens or closes or goes_on
            found.append(Clause(words, negated))
            held = opens or goes_on
        before = after
    return found[:MAX_CLAUSES]


def all_but(text: str) -> AllBut | None:
    """Whether a text says "alles", and but for what; None when it does not."""
    lowered = same_length_lower(text).strip(" .!")
    everything = _ALL.search(lowered)
    if everything is None:
        return None
    rest = lowered[everything.end() :]
    exception = _EXCEPT.search(rest)
    around = lowered[: everything.start()] + " " + (rest[: exception.start()] if exception else rest)
    if not set(re.findall(r"[\w']+", around)) <= _FILLER:
        return None  # "alles wat vaart" is not everything
    if exception is None:
        return AllBut("")
    return AllBut((exception["named"] or rest[exception.end() :]).strip())


_FILLER = frozenset(
    [
        "ja",
        "nou",
        "eigenlijk",
        "wel",
        "we",
        "wij",
        "hebben",
        "ik",
        "doe",
        "maar",
        "gewoon",
        "doen",
        "hier",
        "is",
        "er",
        "van",
        "het",
        "wat",
        "u",
        "noemt",
        "je",
        "noemt",
        "die",
        "je",
        "die",
        "u",
        "daar",
        "bij",
        "ons",
        "dat",
        "alles",
        "allemaal",
        "toch",
        "zo",
        "ongeveer",
        "in",
        "zeker",
        "graag",
        "zijn",
        "aan",
        "de",
        "orde",
        "speelt",
        "spelen",
        "een",
        "beetje",
        "dus",
        "denk",
        "kruis",
        "vink",
        "zet",
        "aan",
        "belangrijk",
        "ze",
        "willen",
        "wil",
        "zou",
        "zeg",
        "ook",
        "voor",
        "geldt",
        "gelden",
        "hoor",
        "zoal",
        "genoemd",
        "staat",
        "staan",
        "rijtje",
        "lijst",
        "op",
        "opties",
    ]
)
