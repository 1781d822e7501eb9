"""`If-Match` and `If-None-Match` (RFC 9110, section 13): who changes a case says which version he saw."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header

from api.cases.errors import StaleVersion
from api.cases.tables import Case
from api.cases.views import etag
from channels.problems import InvalidInput, PreconditionRequired

_TAG = re.compile(r'(?P<weak>W/)?(?P<tag>"[\x21\x23-\x7e\x80-\xff]*")')
_LIST = re.compile(rf"\s*{_TAG.pattern}(\s*,\s*(W/)?\"[\x21\x23-\x7e\x80-\xff]*\")*\s*")


@dataclass(frozen=True)
class IfMatch:
    """The versions a caller accepts; `any` (`*`) accepts whatever is there."""

    tags: frozenset[str]
    any: bool = False

    def check(self, case: Case) -> None:
        """Raises StaleVersion with the current version when the case is not one of these versions."""
        if not self.any and etag(case) not in self.tags:
            raise stale(case)


def stale(case: Case) -> StaleVersion:
    """The problem that says which version the case has now."""
    detail = "Deze zaak is intussen gewijzigd. Haal de zaak opnieuw op en probeer het dan weer."
    return StaleVersion(detail, {"ETag": etag(case)}, extra={"currentVersion": etag(case)})


def _strong_tags(header: str) -> IfMatch:
    if header.strip() == "*":
        return IfMatch(frozenset(), any=True)
    if not _LIST.fullmatch(header):
        reason = 'If-Match is een lijst van ETags tussen aanhalingstekens, zoals "3", of *.'
        raise InvalidInput(reason, invalid_params=[{"name": "If-Match", "code": "invalid-etag", "reason": reason}])
    return IfMatch(frozenset(match["tag"] for match in _TAG.finditer(header) if not match["weak"]))


async def optional_match(
    if_match: Annotated[str | None, Header(description="ETag van de zaak")] = None,
) -> IfMatch | None:
    """What `If-Match` says, None without it. Raises InvalidInput when it cannot be read."""
    return None if if_match is None else _strong_tags(if_match)


async def required_match(if_match: Annotated[str | None, Header(description="ETag van de zaak")] = None) -> IfMatch:
    """What `If-Match` says. Raises PreconditionRequired without it, InvalidInput when it cannot be read."""
    if if_match is None:
        raise PreconditionRequired("Stuur in If-Match de ETag van de zaak mee, zodat u niets ongezien overschrijft.")
    return _strong_tags(if_match)


def unchanged(case: Case, if_none_match: str | None) -> bool:
    """Whether the caller has this version already, so that 304 is the answer."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag(case) in {match["tag"] for match in _TAG.finditer(if_none_match)}
