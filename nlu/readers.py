"""All readers together: what a text holds without a trained model."""

from dataclasses import dataclass
from typing import Any

from nlu.amounts import read_amounts
from nlu.contact import read_contact
from nlu.headcount import head_count
from nlu.names import read_names
from nlu.ordinals import read_ordinals
from nlu.places import read_places, read_postcodes, read_provinces
from nlu.sensitive import read_sensitive

MAX_TEXT = 1200  # answers are short: of a pasted mail only the beginning is searched


@dataclass(frozen=True)
class Found:
    """Entities as in a parse, and the names this text would give if it were asked for one."""

    entities: list[dict[str, Any]]
    names: dict[str, Any]


def read_all(text: str) -> Found:
    """Everything the readers find in a text, entities in order of place."""
    text = text[:MAX_TEXT]
    contact = read_contact(text)
    sensitive = read_sensitive(text)
    phones = [(c.start, c.end) for c in contact]
    sensitive = [s for s in sensitive if not any(a < s.end and s.start < b for a, b in phones)]
    postcodes = read_postcodes(text)
    taken = phones + [(s.start, s.end) for s in sensitive] + [(p.start, p.end) for p in postcodes if p.certain]
    amounts = read_amounts(text, taken)
    total = head_count(text, amounts)
    entities = [a.as_entity() for a in [*amounts, *([total] if total else [])]]
    entities += [
        _entity(
            "place",
            p,
            {"name": p.name, "provinces": list(p.provinces), "score": p.score, "cue": p.cue, "ambiguous": p.ambiguous},
        )
        for p in read_places(text)
    ]
    entities += [
        _entity("postcode", p, {"pc4": p.pc4, "province": p.province, "certain": p.certain}) for p in postcodes
    ]
    entities += [_entity("province", p, p.code) for p in read_provinces(text)]
    entities += [_entity(c.kind, c, c.value) for c in contact]
    entities += [_entity("ordinal", o, o.value) for o in read_ordinals(text)]
    entities += [_entity("sensitive", s, s.kind) for s in sensitive]
    names = read_names(text)
    if names.company_cued:
        entities.append({"entity": "company", "start": 0, "end": len(text), "value": names.company})
    if names.person_cued:
        entities.append({"entity": "person", "start": 0, "end": len(text), "value": names.person})
    return Found(sorted(entities, key=lambda e: int(e["start"])), {"company": names.company, "person": names.person})


def _entity(kind: str, found: Any, value: Any) -> dict[str, Any]:
    return {"entity": kind, "start": found.start, "end": found.end, "value": value}
