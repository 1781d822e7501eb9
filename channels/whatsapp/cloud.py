"""The calls to the Cloud API, and what its errors mean for trying again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx

from actions.reports.files import File
from channels.platform import TIMEOUT_S, NotSent
from channels.rendering.bubbles import Bubble
from channels.rendering.limits import WHATSAPP_WINDOW_H
from channels.rendering.whatsapp import whatsapp_parts
from channels.settings import Settings, on_this_machine

LANGUAGE = "nl"
# Source of the codes: developers.facebook.com, WhatsApp Business Platform, "Error codes"
PASSING = {
    1: "unknown error",
    2: "the service is down",
    4: "too many calls",
    80007: "rate limit of the account",
    130429: "throughput of the number",
    131000: "something went wrong",
    131016: "the service is overloaded",
    131048: "spam rate limit",
    131056: "too many messages to this person",
    133004: "the server is away",
}
OURS_TO_FIX = {
    0: "MAAKWIJZER_WHATSAPP_TOKEN is not accepted",
    3: "MAAKWIJZER_WHATSAPP_TOKEN has no right to send",
    10: "MAAKWIJZER_WHATSAPP_TOKEN has no right to send",
    190: "MAAKWIJZER_WHATSAPP_TOKEN has expired: make a new one",
    368: "Meta has blocked the account",
    131031: "Meta has locked the account",
    131042: "the account has no valid payment method",
}
"""What the operator can put right: tried again until he did, for a day."""
PAIR_RATE = 131056


class WhatsApp:
    """A number of the Cloud API."""

    name = "whatsapp"
    folds = True
    window: timedelta | None = timedelta(hours=WHATSAPP_WINDOW_H)
    report_s = 30.0  # reports refused while we were away are brought again within seconds

    def __init__(self, settings: Settings) -> None:
        self.pace_s = settings.whatsapp_pace_seconds
        self.phone_number_id = settings.whatsapp_phone_number_id
        self.app_secret = settings.whatsapp_app_secret.get_secret_value().encode()
        self.verify_token = settings.whatsapp_verify_token.get_secret_value().encode()
        self._template = settings.whatsapp_template
        self._client = httpx.AsyncClient(
            base_url=settings.whatsapp_url,
            headers={"Authorization": f"Bearer {settings.whatsapp_token.get_secret_value()}"},
            timeout=httpx.Timeout(TIMEOUT_S, connect=5.0),
            trust_env=not on_this_machine(settings.whatsapp_url),  # no proxy stands between
        )

    def render(self, bubbles: Sequence[Bubble]) -> list[dict[str, Any]]:
        """The messages that show these bubbles."""
        return whatsapp_parts(bubbles)

    def template(self) -> dict[str, Any] | None:
        """The approved template that asks a person to write again; None when none is set."""
        if not self._template:
            return None
        return {"type": "template", "template": {"name": self._template, "language": {"code": LANGUAGE}}}

    async def send(
        self, address: str, number: str | None, part: dict[str, Any], file: File | None, reference: str
    ) -> None:
        """Send one part, with its file if it has one. `reference` comes back with each report. Raises NotSent."""
        content = {key: value for key, value in part.items() if key != "file"}
        if file is not None:
            content[part["type"]] = {**part[part["type"]], "id": await self._brought(file)}
            if part["type"] == "document":
                content["document"]["filename"] = file.name
        recipient = {"to": number} if number is not None else {"recipient": address}
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **recipient,
            **content,
            "biz_opaque_callback_data": reference,
        }
        await self._post("messages", json=body)

    async def _brought(self, file: File) -> str:
        """Bring a file to Meta, which keeps it for 30 days; the id to send it by. Raises NotSent."""
        what = {"file": (file.name, file.content, file.media_type)}
        answer = await self._post("media", data={"messaging_product": "whatsapp", "type": file.media_type}, files=what)
        try:
            return str(answer.json()["id"])
        except (ValueError, KeyError, TypeError):
            raise NotSent("no id for a file that was brought") from None

    async def _post(self, path: str, **content: Any) -> httpx.Response:
        try:
            response = await self._client.post(f"/{self.phone_number_id}/{path}", **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from None
        except httpx.HTTPError as error:  # it may have been taken: a report will say so
            raise NotSent(type(error).__name__, wait_s=self.report_s) from None
        if not response.is_success:
            raise _refusal(response, 2 * self.pace_s)
        return response

    async def acknowledge(self, press: dict[str, Any], keyboard_of: Bubble | None, chosen: Sequence[int]) -> None:
        """WhatsApp shows a pressed button as a message by itself."""

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _refusal(response: httpx.Response, pair_pause_s: float) -> NotSent:
    try:
        code = int(response.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        code = -1
    if code == PAIR_RATE:
        return NotSent(f"{code} {PASSING[code]}", wait_s=pair_pause_s)
    if code in OURS_TO_FIX or response.status_code == httpx.codes.UNAUTHORIZED:
        return NotSent(f"{code} {OURS_TO_FIX.get(code, 'MAAKWIJZER_WHATSAPP_TOKEN is not accepted')}")
    passing = code in PASSING or response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error
    return NotSent(f"{code} {PASSING.get(code, f'HTTP {response.status_code}')}", final=not passing)
