"""The filters of a list of cases as they come in over HTTP."""

import uuid
from typing import Annotated, Literal

from fastapi import Depends, Query

from api.accounts.callers import Caller, Reader
from api.cases.listing import Filters
from api.cases.models import Moment, Status, Words
from channels.problems import InvalidInput

SizeClass = Literal["0-10", "11-50", "51-100", "101-250", "251+"]


async def _filters(
    caller: Reader,
    status: Annotated[Status | None, Query(description="Stand van de zaak")] = None,
    province: Annotated[str | None, Query(pattern="^[a-z_]{1,20}$", description="Provincie")] = None,
    size_class: Annotated[SizeClass | None, Query(alias="sizeClass", description="Grootteklasse")] = None,
    yamamoto_type: Annotated[
        int | None, Query(alias="yamamotoType", ge=1, le=4, description="Een van de types van de procesinnovatie")
    ] = None,
    mrl_min: Annotated[int | None, Query(alias="mrlMin", ge=0, le=9, description="Laagste MRL")] = None,
    mrl_max: Annotated[int | None, Query(alias="mrlMax", ge=0, le=9, description="Hoogste MRL")] = None,
    assigned_to: Annotated[
        uuid.UUID | Literal["me", "none"] | None,
        Query(alias="assignedTo", description="Kenmerk van een adviseur, me (uzelf) of none (niemand)"),
    ] = None,
    channel: Annotated[
        str | None, Query(pattern="^[a-z][a-z0-9_-]{0,19}$", description="Kanaal van het gesprek")
    ] = None,
    q: Annotated[
        Words | None, Query(max_length=200, description="Woorden uit bedrijf, referentie, antwoorden of notities")
    ] = None,
    created_after: Annotated[Moment | None, Query(alias="createdAfter", description="Aangemaakt na dit moment")] = None,
) -> Filters:
    """The filters of this request. Raises InvalidInput."""
    return Filters(
        status=status,
        province=province,
        size_class=size_class,
        yamamoto_type=yamamoto_type,
        mrl_min=mrl_min,
        mrl_max=mrl_max,
        assignee=_assignee(assigned_to, caller),
        channel=channel,
        q=q,
        created_after=created_after,
    )


def _assignee(wanted: uuid.UUID | str | None, caller: Caller) -> uuid.UUID | Literal["none"] | None:
    """Whose cases are asked for. Raises InvalidInput when a program asks for its own."""
    match wanted:
        case "me" if caller.id is None:
            reason = "Een programma heeft geen eigen zaken. Noem het kenmerk van een adviseur."
            raise InvalidInput(reason, invalid_params=[{"name": "assignedTo", "code": "no-self", "reason": reason}])
        case "me":
            return caller.id
        case "none":
            return "none"
        case uuid.UUID() | None:
            return wanted
    raise ValueError(wanted)


Wanted = Annotated[Filters, Depends(_filters)]
"""The filters of the list, as query parameters."""
