"""What an owner asks about his result, recognised by his own words (`wishes.yaml`); a button sends such words too."""

import re
from functools import cache
from pathlib import Path

from knowledge.content import read_yaml
from knowledge.questionnaire import Record

WISHES = Path(__file__).with_name("wishes.yaml")
WORD = re.compile(r"[\w@.+'’-]+")


class Wish(Record):
    """One wish: whole messages, and groups of words of which a short message has one each."""

    id: str
    phrases: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()


class Wishes(Record):
    """All wishes, in the order in which they are tried; `longest` is in words."""

    longest: int
    wishes: tuple[Wish, ...]


@cache
def load_wishes() -> Wishes:
    """Read and check `wishes.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    return Wishes.model_validate(read_yaml(WISHES))


def words_of(text: str) -> list[str]:
    """The words of a message in lower case, without the punctuation at their ends."""
    return [word.strip(".'’-") for word in WORD.findall(text.casefold()) if word.strip(".'’-")]


def wished(text: str) -> str | None:
    """The id of the wish in a message; None when there is none."""
    content, words = load_wishes(), words_of(text)
    whole = " ".join(words)
    for wish in content.wishes:
        if whole in wish.phrases or (len(words) <= content.longest and _in_groups(wish, words)):
            return wish.id
    return None


def _in_groups(wish: Wish, words: list[str]) -> bool:
    groups = [group for group in wish.groups if group]
    return bool(groups) and all(any(_is(word, known) for word in words for known in group) for group in groups)


def _is(word: str, known: str) -> bool:
    return word.startswith(known[:-1]) if known.endswith("*") else word == known
