"""Dutch words for ranking: lower case, without accents, reduced to stems, compounds taken apart.

"De lasrobots" gives `lasrobot` with its parts `las` and `robot`, so that a text about robots is found as well. Parts
must be words that occur in the texts themselves (`Vocabulary`), so no list of Dutch is needed.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from snowballstemmer import stemmer

WORD = re.compile(r"[a-z0-9]+(?:[&+.][a-z0-9]+)*")
SHORTEST_HEAD, SHORTEST_TAIL = 3, 4  # shorter parts turn up inside words that have nothing to do with them
LONGEST = 45  # letters; no Dutch word of the field is longer, and taking one apart costs the square of its length

FOLDER = Path(__file__).parent
# Words that say nothing about the subject of a question, one a line.
STOP = frozenset((FOLDER / "stop_words.txt").read_text(encoding="utf-8").split())

_STEMMER = stemmer("dutch")


def plain(text: str) -> str:
    """Lower case without accents: "Één CoBot" → "een cobot"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)  # the stemmer is pure Python; the words of all content fit
def stem(word: str) -> str:
    """The stem of one plain word."""
    if word.endswith("ots"):
        word = word[:-1]  # robots, cobots: the stemmer takes this s for part of the word, as in "plaats"
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def words_of(text: str) -> list[str]:
    """The plain words of a text that carry meaning, in order, repeated where the text repeats them."""
    found = (w.strip(".&+") for w in WORD.findall(plain(text)))
    return [w for w in found if w not in STOP and len(w) <= LONGEST and (len(w) > 1 or w.isdigit())]


def stems(text: str) -> list[str]:
    """The stems of the words of a text, as `words_of` gives them."""
    return [stem(word) for word in words_of(text)]


# Stems that by themselves do not make a text an answer: any question about a company has some of them.
GENERAL = frozenset(stems((FOLDER / "general_words.txt").read_text(encoding="utf-8")))


def specific(text: str, kept: frozenset[str] = frozenset()) -> str:
    """The words of a text that say what it is about: without the general ones, but with those whose stem is `kept`."""
    return " ".join(word for word in words_of(text) if stem(word) in kept or stem(word) not in GENERAL)


class Vocabulary:
    """The stems of a set of texts, and how words of those texts are taken apart into them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.known = {s for text in texts for s in stems(text)}

    def parts(self, word: str) -> list[str]:
        """The known stems a compound stem consists of; empty when it is no compound of known words."""
        for at in range(len(word) - SHORTEST_TAIL, SHORTEST_HEAD - 1, -1):
            tail = word[at:]
            heads = (word[:at], word[:at].removesuffix("s"))
            found = next((stem(h) for h in heads if len(h) >= SHORTEST_HEAD and stem(h) in self.known), None)
            if found is not None and tail in self.known:
                return [found, tail]
        return []

    def tokens(self, text: str) -> list[str]:
        """The stems of a text followed by the parts of its compounds."""
        whole = stems(text)
        return whole + [part for word in whole for part in self.parts(word)]
