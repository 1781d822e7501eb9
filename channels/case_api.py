"""The client of the case API, which may be this application's own or one elsewhere."""

import uuid
from typing import Any

import httpx

from channels.settings import Settings

TIMEOUT_S = 15.0
CONNECT_TIMEOUT_S = 3.0


class NotDelivered(Exception):
    """The case API did not take it now; the message says why, without anybody's words."""


class CaseApi:
    """A client that presents the service token; one for the whole process."""

    def __init__(self, settings: Settings) -> None:
        base = settings.case_api_url or f"http://127.0.0.1:{settings.port}/api/v1"
        self._client = httpx.AsyncClient(
            base_url=base.rstrip("/"),
            headers={"Authorization": f"Bearer {settings.service_token.get_secret_value()}"},
            timeout=httpx.Timeout(TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            trust_env=bool(settings.case_api_url),  # our own is on loopback: never through a proxy
        )

    async def deliver(self, interview_id: uuid.UUID, case: dict[str, Any]) -> str | None:
        """Hand over a case; its reference, or None when it was erased since. Raises NotDelivered."""
        headers = {"Idempotency-Key": str(interview_id)}
        response = await self._send("POST", "/cases", json=case, headers=headers)
        if response.status_code == httpx.codes.GONE:
            return None
        return _reference(_expect(response, 200, 201))

    async def erase(self, interview_id: uuid.UUID) -> None:
        """Erase the case of an interview; none there is fine. Raises NotDelivered."""
        response = await self._send("DELETE", f"/cases/{interview_id}", headers={"If-Match": "*"})
        _expect(response, 200, 204, 404, 410)

    async def case(self, interview_id: uuid.UUID) -> dict[str, Any] | None:
        """The case of an interview as the API holds it, or None. Raises NotDelivered."""
        response = await self._send("GET", f"/cases/{interview_id}")
        if response.status_code in (404, 410):
            return None
        case: dict[str, Any] = _expect(response, 200).json()
        return case

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            raise NotDelivered(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _reference(response: httpx.Response) -> str:
    try:
        return str(response.json()["reference"])
    except (ValueError, KeyError, TypeError):
        raise NotDelivered("an answer without a reference") from None


def _expect(response: httpx.Response, *statuses: int) -> httpx.Response:
    if response.status_code not in statuses:
        raise NotDelivered(f"HTTP {response.status_code} {_problem(response)}".rstrip())
    return response


def _problem(response: httpx.Response) -> str:
    """The code of a problem and the names of what was wrong; both are ours, and hold nobody's words."""
    try:
        problem = response.json()
        return " ".join([problem["code"], *(wrong["name"] for wrong in problem.get("invalidParams", []))])
    except (ValueError, KeyError, TypeError, AttributeError):  # not one of our own problems
        return ""
