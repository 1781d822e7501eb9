"""Words from the field with a short explanation, read from `terms.yaml`."""

from knowledge.content import FOLDER, Source, kept, read_yaml
from knowledge.questionnaire import Record
from knowledge.scales import Mark

TERMS = FOLDER / "terms.yaml"


class Schemes(Record):
    """Which running schemes to name with a term: those for these kinds of costs, or with these ids.

    `when_asked`: only for a question about schemes ("regelingen voor robots?"), not for "wat is een robot?".
    """

    cost_kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    when_asked: bool = False


class Term(Record):
    """A term. `names` are its spellings, the first is shown; `as_of` is None for an undated source.

    `see` names practices that show it.
    """

    id: str
    names: tuple[str, ...]
    text: str
    mark: Mark
    as_of: str | None
    source: Source
    schemes: Schemes | None = None
    see: tuple[str, ...] = ()


class Terms(Record):
    """All terms in the order of the file, and the words that make a question one about schemes."""

    scheme_words: tuple[str, ...]
    terms: tuple[Term, ...]


@kept
def load_terms() -> Terms:
    """Read and check the terms. Raises pydantic.ValidationError naming every mistake in the file."""
    return Terms.model_validate(read_yaml(TERMS))
