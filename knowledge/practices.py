"""Best practices: publicly reported cases, fieldlabs, networks and guides, one file each in `entries/practices/`.

`technologies`, `goals`, `yamamoto_types` and `lesson` are our reading of the sources; figures under `results` are the
company's or source's own.
"""

from pathlib import Path
from typing import Literal

from pydantic import model_validator

from knowledge.content import FOLDER, Source, end_of, kept, read_yaml
from knowledge.questionnaire import Record

PRACTICES = FOLDER / "entries" / "practices"


class Practice(Record):
    """One practice. `size_class` and `province` are None when no source says them or it lies abroad.

    `contactable` is true for public bodies and networks that take questions. `known_as_of` is the date of the newest
    source (year, month or span of years), None when it has no date.
    """

    id: str
    title: str
    company_or_network: str
    kind: Literal["case", "fieldlab", "network", "training", "guide"]
    contactable: bool
    place: str | None
    country: Literal["nl", "be"]
    province: str | None
    size_class: str | None
    process: tuple[str, ...]
    technologies: tuple[str, ...]
    goals: tuple[str, ...]
    yamamoto_types: tuple[int, ...]
    summary: str
    starting_point: str | None
    what_helped: str | None
    lesson: str
    results: tuple[str, ...]
    known_as_of: str | None
    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "Practice":
        if self.known_as_of is not None:
            end_of(self.known_as_of)
        if not self.sources:
            raise ValueError(f"{self.id}: a practice needs a source")
        return self


@kept
def load_practices(folder: Path = PRACTICES) -> tuple[Practice, ...]:
    """Read and check all practices, in alphabetical order of their ids.

    Raises pydantic.ValidationError naming every mistake, and ValueError when a file is not named after its id.
    """
    practices = []
    for path in sorted(folder.glob("*.yaml")):
        practice = Practice.model_validate(read_yaml(path))
        if path.stem != practice.id:
            raise ValueError(f"{path.name} holds practice {practice.id}")
        practices.append(practice)
    return tuple(practices)
