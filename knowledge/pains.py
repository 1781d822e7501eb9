"""Where it hurts and which practices show a way out, read from `pains.yaml`."""

from knowledge.content import FOLDER, kept, read_yaml
from knowledge.questionnaire import Record

PAINS = FOLDER / "pains.yaml"


class Pain(Record):
    """One kind of trouble: the words owners use for it, and the practices (ids) that fit it."""

    words: tuple[str, ...]
    practices: tuple[str, ...]


class Pains(Record):
    """All of them."""

    pains: tuple[Pain, ...]


@kept
def load_pains() -> tuple[Pain, ...]:
    """Read and check the pains. Raises pydantic.ValidationError naming every mistake in the file."""
    return Pains.model_validate(read_yaml(PAINS)).pains
