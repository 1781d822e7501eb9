"""The trained part: intent, the options of every choice question, yes or no, and which question a text is about.

`train` makes the model from `nlu/data`; `Meaning.of` applies it to one text. No Rasa here.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.amounts import read_amounts
from nlu.enumeration import all_but, clauses
from nlu.features import Vocabulary, features, lemmas_of
from nlu.lexicon import codes_of_brands, lacks
from nlu.linear import LinearModel, Rows, train_head
from nlu.questions import ChoiceQuestion, choice_questions
from nlu.shares import codes_of_shares, marks_of_splits
from nlu.training_lines import DATA, Line, intent_lines, option_lines, polarity_lines

NONE = "_"  # the label of texts that answer nothing: greetings, complaints, questions
LOWEST = 0.02  # options less likely than this are left out
RANKING = 10
BRAND_CHANCE = 0.8  # "Ridder" is nearly always the software
RULED_OUT = 0.5  # a code this likely in a clause with "geen" is not meant
TRUST = 1.0  # of 0.1 to 2 by cross-validation on the first writer's lines
BACKGROUND_LINES = 150  # texts that answer nothing, shown to each choice question
JOINED_SEED = 7
INFORM_LINES = 40  # answers to each choice question that the intent "inform" is shown
NAMED_LINES = 20  # of a question that "nee" answers: lines that name another option; more of them cost plain yes and no
TOPIC_LINES = 90  # lines a question from which the topic is learned
_SHORT_REPLY = re.compile(r"(?:nee|neen|ja|geen idee|weet|niet|nooit|geen|dat)\b", re.IGNORECASE)
ANSWERING = frozenset(
    {"inform", "affirm", "deny", "dont_know", "skip", "correct_answer"}
)  # intents whose texts may answer


@dataclass(frozen=True)
class Understood:
    """What the model makes of a text; options only those of at least `LOWEST`, likeliest first."""

    intent: dict[str, Any]
    ranking: list[dict[str, Any]]
    options: dict[str, list[list[Any]]]
    polarity: dict[str, float]
    topic: list[list[Any]]


class Meaning:
    """The model, ready to use."""

    def __init__(self, model: LinearModel) -> None:
        """Wrap a trained or loaded model."""
        self.model = model
        self.questions = choice_questions()

    def of(self, text: str, lemmas: Mapping[str, str]) -> Understood:
        """What a text means; `lemmas` are those of its words."""
        scores = self.scores(text, lemmas)
        ranking = [{"name": name, "confidence": chance} for name, chance in _ranked(scores["intent"])]
        options = {}
        by_clause = _ByClause(self, text, lemmas)
        meant = codes_of_shares(text, read_amounts(text))
        for question_id, question in self.questions.items():
            chances = scores.get(f"options/{question_id}", {})
            if question.many and chances:
                chances = by_clause.chances(question, chances)
            elif question_id in meant:
                chances = {code: 0.1 * chance for code, chance in chances.items()} | {meant[question_id]: 0.9}
            known = [[code, round(chance, 4)] for code, chance in _ranked(chances) if code != NONE]
            options[question_id] = [pair for pair in known if pair[1] >= LOWEST]
        topic = [[question_id, round(chance, 4)] for question_id, chance in _ranked(scores["topic"])[:3]]
        return Understood(ranking[0], ranking[:RANKING], options, scores["polarity"], topic)

    def scores(self, text: str, lemmas: Mapping[str, str]) -> dict[str, dict[str, float]]:
        """The chances of all labels of all heads; a brand name makes the codes it stands for likely."""
        brands = codes_of_brands(text)
        found = self.model.scores(self.model.vocabulary.row(_looked_at(text, lemmas, brands)))
        for question_id, code in brands:
            chances = found.get(f"options/{question_id}")
            if chances is not None and self.questions[question_id].many:
                chances[code] = max(chances[code], BRAND_CHANCE)
        return found


class _ByClause:
    """The scores of the clauses of one text, for questions with several right options."""

    def __init__(self, meaning: Meaning, text: str, lemmas: Mapping[str, str]) -> None:
        self._parts = clauses(text)
        self._all_but = all_but(text)
        self._negative = any(part.negated for part in self._parts)
        several = len(self._parts) > 1 or self._negative
        self._scores = [meaning.scores(part.text, lemmas) for part in self._parts] if several else []
        said = ", ".join(part.text for part in self._parts if not part.negated)
        self._said = meaning.scores(said, lemmas) if self._negative and said else None
        exceptions = self._all_but.exceptions if self._all_but else ""
        self._exceptions = meaning.scores(exceptions, lemmas) if exceptions else None

    def chances(self, question: ChoiceQuestion, whole: dict[str, float]) -> dict[str, float]:
        """The chance of each code, given those of the text as a whole."""
        head = f"options/{question.id}"
        if self._all_but is not None:
            return self._everything(question, head)
        if not self._scores:
            return whole
        negates = self._negative and question.id not in lacks()
        parts = zip(self._scores, self._parts, strict=True)
        positive, ruled_out = [], []
        for scores, part in parts:
            (ruled_out if negates and part.negated else positive).append(scores[head])
        base = whole if not negates else self._said[head] if self._said is not None else {}
        result = {}
        for code, chance in whole.items():
            by_itself = max((s[code] for s in positive), default=0.0)
            together = base.get(code, 0.0)
            said = (by_itself + together) / 2 if len(positive) > 1 else max(by_itself, together)
            if negates and code == question.exclusive:
                said = min(chance, said) if positive else chance
            elif any(s[code] >= RULED_OUT for s in ruled_out) and said < BRAND_CHANCE:
                said = 0.0
            result[code] = said
        return result

    def _everything(self, question: ChoiceQuestion, head: str) -> dict[str, float]:
        out = self._exceptions[head] if self._exceptions is not None else {}
        return {
            code: 0.0 if code in (question.exclusive, "other") or out.get(code, 0.0) >= 0.4 else 0.95
            for code in question.codes
        }


def _looked_at(text: str, lemmas: Mapping[str, str], brands: Iterable[tuple[str, str]]) -> Counter[str]:
    """All features of a text."""
    return features(text, lemmas, [f"{question_id}/{code}" for question_id, code in brands], marks_of_splits(text))


def _ranked(chances: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(chances.items(), key=lambda item: -item[1])


Lemmatise = Callable[[Sequence[str]], Iterable[Mapping[str, str]]]
"""Gives the lemmas of the words of each text, in order."""


def lemmatiser(nlp: Any) -> Lemmatise:
    """The lemmas by a spaCy pipeline; what it does besides is left out."""
    idle = [name for name in nlp.pipe_names if name in ("ner", "parser", "entity_ruler")]
    return lambda texts: map(lemmas_of, nlp.pipe([text.lower() for text in texts], disable=idle, batch_size=200))


def train(lemmatise: Lemmatise, data: Path = DATA) -> Meaning:
    """Train all heads on the lines in a folder like `nlu/data`."""
    return train_on(
        lemmatise, intent_lines(data / "intents"), option_lines(data / "options"), polarity_lines(data / "polarity.tsv")
    )


def train_on(
    lemmatise: Lemmatise, intents: Sequence[Line], options: Sequence[Line], polarity: Sequence[Line]
) -> Meaning:
    """Train all heads on these lines."""
    joined = _joined_answers(options)
    lines = [*intents, *options, *polarity, *joined]
    found = [
        _looked_at(line.text, lemmas, codes_of_brands(line.text))
        for line, lemmas in zip(lines, lemmatise([line.text for line in lines]), strict=True)
    ]
    vocabulary = Vocabulary.learn(found)
    rows = Rows(vocabulary, [vocabulary.row(f) for f in found])
    return Meaning(LinearModel(vocabulary, list(_heads(rows, intents, options, polarity, joined))))


def _heads(
    rows: Rows, intents: Sequence[Line], options: Sequence[Line], polarity: Sequence[Line], joined: Sequence[Line]
) -> Iterable[Any]:
    numbers = range(len(intents))
    answers = _answers(options, len(intents))
    named = [line.labels for line in intents] + [("inform",)] * len(answers)
    yield train_head("intent", "one", rows, [*numbers, *answers], named, TRUST)
    digressions = [i for i in numbers if intents[i].labels[0] not in ANSWERING]
    background = _thinned(digressions, BACKGROUND_LINES)
    first_option = len(intents)
    chosen, labels = _polarity_rows(intents, polarity, first_option + len(options))
    others = _named_options(options, first_option)
    chosen, labels = chosen + others, labels + [("other",)] * len(others)
    yield train_head("polarity", "one", rows, chosen, labels, TRUST)
    all_options = list(range(first_option, first_option + len(options)))
    some = [
        i
        for q in choice_questions()
        for i in _thinned([j for j in all_options if options[j - first_option].about == q], TOPIC_LINES)
    ]
    topics = [(options[i - first_option].about,) for i in some] + [(NONE,)] * len(background)
    yield train_head("topic", "one", rows, some + background, topics, TRUST)
    for question in choice_questions().values():
        own = [i for i in all_options if options[i - first_option].about == question.id]
        if not own:
            continue
        right = [options[i - first_option].labels for i in own]
        first_joined = first_option + len(options) + len(polarity)
        extra = [i for i, line in enumerate(joined) if line.about == question.id]
        own += [first_joined + i for i in extra]
        right += [joined[i].labels for i in extra]
        kind = "many" if question.many else "one"
        rest = [()] * len(background) if question.many else [(NONE,)] * len(background)
        yield train_head(f"options/{question.id}", kind, rows, own + background, [*right, *rest], TRUST)


def _joined_answers(options: Sequence[Line]) -> list[Line]:
    """Enumerations made of short answers with one code: what "robots en sensoren" looks like for every pair.

    Drawn with a fixed seed, so that the same lines always give the same model.
    """
    draw = random.Random(JOINED_SEED)
    joined = []
    for question in choice_questions().values():
        short = [
            line
            for line in options
            if line.about == question.id and len(line.labels) == 1 and len(line.text.split()) <= 6
        ]
        short = [line for line in short if line.labels[0] != question.exclusive]
        if not question.many or len({line.labels for line in short}) < 3:
            continue
        for _ in range(len(short) // 3):
            first, second, third = draw.sample(short, 3)
            for form, parts in (("{0} en {1}", (first, second)), ("{0}, {1} en {2}", (first, second, third))):
                codes = tuple(sorted({part.labels[0] for part in parts}))
                joined.append(Line(form.format(*(part.text for part in parts)), codes, question.id))
    return joined


def _answers(options: Sequence[Line], first: int) -> list[int]:
    """Answers to choice questions that teach the intent "inform" what answers look like.

    Not those that could as well be a plain no or "weet ik niet".
    """
    clear = [i for i, line in enumerate(options) if len(line.text.split()) > 2 and not _SHORT_REPLY.match(line.text)]
    by_question = (_thinned([i for i in clear if options[i].about == q], INFORM_LINES) for q in choice_questions())
    return [first + i for chosen in by_question for i in chosen]


def _named_options(options: Sequence[Line], first: int) -> list[int]:
    """Answers that name an option where "nee" means another: "globaal, meer niet" is no denial, despite its "niet"."""
    found = []
    for question in choice_questions().values():
        if question.no_means is not None:
            own = [
                first + i
                for i, line in enumerate(options)
                if line.about == question.id
                and question.no_means not in line.labels
                and not _SHORT_REPLY.match(line.text)
            ]
            found += _thinned(own, NAMED_LINES)
    return found


def _thinned(rows: Sequence[int], most: int) -> list[int]:
    """At most about `most` of the rows, spread evenly."""
    return list(rows[:: max(1, -(-len(rows) // most))])


def _polarity_rows(
    intents: Sequence[Line], polarity: Sequence[Line], first: int
) -> tuple[list[int], list[tuple[str, ...]]]:
    """The yes/no lines, and the intents that are a plain yes, no or "weet ik niet"."""
    as_intent = {"affirm": "yes", "deny": "no", "dont_know": "unknown"}
    chosen, labels = [], []
    for i, line in enumerate(intents):
        label = as_intent.get(line.labels[0], "other")
        if label != "other" or i % 8 == 0:
            chosen.append(i)
            labels.append((label,))
    for i, line in enumerate(polarity):
        chosen.append(first + i)
        labels.append(line.labels)
    return chosen, labels
