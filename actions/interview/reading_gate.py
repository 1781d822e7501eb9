"""Whether a message can be an answer at all: not when it is a question, a complaint or a command."""

import re
from collections.abc import Mapping
from typing import Any

from actions.interview.reading_rules import rules

BARE_WORDS = 4
_ASKS = re.compile(
    r"^(?:en |maar |nou |sorry |eh |ja |nee |oh |ok |oke |,)*(?:wat|waarom|waarvoor|waartoe|waar|hoe|"
    r"hoeveel|hoezo|wie|wanneer|welke?|wiens|kun(?:t|nen|nie)?|kan|mag|moet(?:en)?|is|zijn|bent|ben|"
    r"heb(?:t|ben)?|heeft|doe[nt]?|wil(?:t|len)?|"
    r"bedoelt?|bedoel|gaat|worden|wordt|krijg(?:t|en)?|zit(?:ten)?|telt|tellen|geldt|weet|snap|leg|"
    r"vertel|what|why|how|who|which|can|was|warum|wie viel)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"^(?:en |maar |nou |sorry |eh |ja |oh |ok |oke |,)*(?:wat (?:is|zijn|bedoel|houdt|betekent|wil|"
    r"doe|kost|voor|moet|heeft|maakt|valt|als|gebeurt)|waarom|waarvoor|hoezo|kunt u|kun je|mag ik|"
    r"hoe (?:werkt|bedoel|kom|lang|zit|weet|moet|kan)|wie (?:is|zijn|heeft|kan|zit|betaalt)|leg eens|"
    r"vertel|ken (?:je|jij)|kent u)\b",
    re.IGNORECASE,
)
_TURNS_TO_US = re.compile(
    r"^(?:en |maar |nou |ja |ok |oke )*(?:(?:moet|kan|mag|krijg|zal|heb|weet|snap|begrijp) (?:ik|je|jij|u|jullie|"
    r"dat|dit)|(?:wil|wilt|kun|kunt|doe|bent|ben|hebt|gaat?|zijn|is) (?:je|jij|u|jullie|dit|dat))\b",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(
    r"\b(?:wat (?:is|zijn|betekent|betekend|houdt|bedoel\w*) (?:dat|dit|een|die|de|het|u|je|jullie|"
    r"precies|eigenlijk|daarmee|hier)\b(?! geworden)|wat (?:betekent|bedoel)|(?:snap|begrijp|"
    r"volg) (?:ik )?(?:de vraag|het|dat|u|je|deze|die)? ?(?:\w+ )?niet\b"
    r"|(?:vraag|dat) (?:is|was) (?:me |mij )?niet duidelijk|leg (?:eens |dat |het )*uit|"
    r"waarom (?:vraagt|vraag|wilt|wil|moet|is|zou)|hoezo\b|in (?:gewoon|normaal) nederlands|"
    r"geen idee wat (?:u|je|dat|dit))",
    re.IGNORECASE,
)


def holds_sensitive(understood: Mapping[str, Any]) -> bool:
    """Whether the parse found personal data that nobody asked for."""
    return any(e["entity"] == "sensitive" for e in understood.get("entities", []))


def intent(understood: Mapping[str, Any]) -> tuple[str, float]:
    """Name and confidence of the intent."""
    found = understood.get("intent") or {}
    return str(found.get("name") or ""), float(found.get("confidence") or 0.0)


def asks(text: str) -> bool:
    """Whether a message is worded as a question, or says that the question is not clear."""
    if _UNCLEAR.search(text) or _QUESTION_WORD.search(text):
        return True
    return ends_as_question(text) and bool(_ASKS.search(text))


def turns_to_us(text: str) -> bool:
    """Whether a message is worded to the assistant, also without a question mark: "moet ik dat invullen"."""
    return _TURNS_TO_US.search(text) is not None or asks(text)


def opens_as_question(text: str) -> bool:
    """Whether a message begins with the words of a question: "wat is 2 plus 2"."""
    return _QUESTION_WORD.search(text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.casefold())


def is_bare(text: str) -> bool:
    """Whether a message is no more than a few words that name something: "robot", "een nieuw erp"."""
    words = _words(text)
    return len(words) <= BARE_WORDS and not text.rstrip().endswith("?") and not rules().talking & set(words)


def ends_as_question(text: str) -> bool:
    """Whether a message of more than a few signs ends with a question mark."""
    return len(text) > 3 and text.rstrip(" !.)\"'").endswith("?")


def digresses(understood: Mapping[str, Any], kind: str) -> bool:
    """Whether the message is a wish, a question or small talk rather than an answer.

    `kind` is the row of thresholds: how sure the intent must be to stop an answer of that kind.
    """
    name, confidence = intent(understood)
    if name in rules().answering or not name:
        return False
    asked = asks(str(understood.get("text") or ""))
    limit = float(rules().thresholds["digression"][kind])
    return confidence >= (limit / 2 if asked else limit)


def outweighs(understood: Mapping[str, Any], chance: float) -> bool:
    """Whether the message is rather a wish or a question than the option that is `chance` likely.

    The surer the option, the surer all other intents together must be. Of answers in the training lines this rule,
    learned on other lines, stops 2 in 861; of wishes and questions it lets 9 in 3,480 pass.
    """
    text = str(understood.get("text") or "")
    name, confidence = intent(understood)
    if name in rules().yielding and chance >= rules().thresholds["bare"] and is_bare(text):
        return False
    if name in rules().yielding and confidence >= rules().thresholds["speaks"] and rules().talking & set(_words(text)):
        return True
    ranking = understood.get("intent_ranking") or []
    other = sum(float(r["confidence"]) for r in ranking if r["name"] not in rules().answering)
    return other >= (1 + chance) / 2 or asks(text)


def plain(text: str) -> str:
    """A message in lower case without punctuation at its ends and doubled spaces, to compare with fixed phrases."""
    return " ".join(text.casefold().strip(" \t\n.!,;:'\"()").split()) or text.strip()
