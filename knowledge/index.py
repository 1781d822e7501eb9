"""An index of Dutch texts: how well each text fits a question, by BM25."""

from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.words import Vocabulary

Scores = npt.NDArray[np.float32]


class Index:
    """Texts by position; made once, asked often. Ten thousand texts take about a millisecond a question."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.vocabulary = Vocabulary(texts)
        tokens = [self.vocabulary.tokens(text) for text in texts]
        self._sets = [frozenset(words) for words in tokens]
        self.words = {word for words in tokens for word in words}
        self._bm25: Any = bm25s.BM25()
        self._bm25.index(tokens, show_progress=False)

    def known(self, question: str) -> list[str]:
        """The stems of a question, compounds taken apart, that occur in any of the texts."""
        return [token for token in self.vocabulary.tokens(question) if token in self.words]

    def scores(self, question: str) -> Scores:
        """A score for every text, 0 where no word of the question occurs."""
        tokens = self.known(question)
        if not tokens:
            return np.zeros(len(self._sets), dtype=np.float32)
        scores: Scores = self._bm25.get_scores(tokens)
        return scores

    def tokens_of(self, at: int) -> frozenset[str]:
        """The stems of text `at`, with the parts of its compounds."""
        return self._sets[at]

    def shared(self, question: str, at: int) -> list[str]:
        """The words of a question, as they are written in it, that text `at` shares with it."""
        tokens = self._sets[at]
        words = dict.fromkeys(question.split())
        return [word.strip(".,;:!?()'\"") for word in words if tokens & set(self.vocabulary.tokens(word))]
