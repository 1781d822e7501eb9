"""The client of Rasa's own connector: one message with the interview's state out, messages and the new state in."""

import uuid
from datetime import date
from typing import Any

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from channels.mailing import MailOrder
from channels.message import InterviewState, Outgoing
from channels.problems import Unavailable
from channels.settings import Settings

log = structlog.get_logger()
TURN_TIMEOUT_S = 10.0  # a turn takes under 0.1 s; the lease on a conversation lasts longer than this
CONNECT_TIMEOUT_S = 2.0  # loopback
KEPT_CONNECTIONS = 20


class AssistantDown(Unavailable):
    """Rasa or its action server gave no answer; the person's message is kept and may be sent again."""

    code = "assistant-unavailable"

    def __init__(self) -> None:
        super().__init__(
            "De assistent is even niet bereikbaar. Uw bericht is bewaard. Probeer het over een paar seconden opnieuw.",
            {"Retry-After": "3"},
        )


class Reply(BaseModel):
    """What a turn led to. `redact`: the person's words hold something that may not be kept; `mail`: what to mail."""

    messages: list[Outgoing]
    state: dict[str, Any]
    redact: bool = False
    mail: MailOrder | None = None

    @property
    def interview(self) -> InterviewState:
        """The part of the state that the gateway reads."""
        return InterviewState.model_validate(self.state)


class Rasa:
    """A client with keep-alive connections; one for the whole process."""

    def __init__(self, settings: Settings) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{settings.rasa_port}/webhooks/maakwijzer",
            headers={"Authorization": f"Bearer {settings.rasa_secret.get_secret_value()}"},
            timeout=httpx.Timeout(TURN_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_keepalive_connections=KEPT_CONNECTIONS, keepalive_expiry=60),
            trust_env=False,  # loopback: never through a proxy
        )
        self._about: dict[str, str | int | bool] = {
            "organisation": settings.organisation,
            "contact": settings.contact,
            "privacy_url": f"{settings.public_url}/privacy",
            "days": settings.retention_unfinished_days,
            "mail": settings.mail_on,
        }

    async def take_turn(
        self,
        conversation_id: uuid.UUID,
        channel: str,
        message_id: uuid.UUID,
        state: dict[str, Any] | None,
        today: date,
        text: str = "",
        payload: str | None = None,
        command: dict[str, Any] | None = None,
        expected: str = "",
    ) -> Reply:
        """One turn. `expected` says when a person can be reached.

        Raises AssistantDown when there is no usable answer; nothing has changed then.
        """
        body = {
            "sender": f"{channel}:{conversation_id}",
            "messageId": str(message_id),
            "channel": channel,
            "text": text,
            "payload": payload,
            "command": command,
            "state": state,
            "today": today.isoformat(),
            # who runs this and where, for what the assistant says about it
            "about": {**self._about, "expected": expected, "messenger": channel != "web"},
        }
        try:
            response = await self._client.post("/webhook", json=body)
            response.raise_for_status()
            reply = Reply.model_validate_json(response.content)
            InterviewState.model_validate(reply.state)
        except httpx.HTTPStatusError as error:
            log.error("assistant_refused", status=error.response.status_code)
            raise AssistantDown from None
        except httpx.HTTPError as error:
            log.error("assistant_unreachable", error=type(error).__name__)
            raise AssistantDown from None
        except ValidationError as error:
            log.error("assistant_reply_invalid", errors=error.error_count())
            raise AssistantDown from None
        return reply

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
