"""The connector: the only way into Rasa, for our own gateway, on loopback, with a shared secret.

Unlike Rasa's `rest` channel it knows who is calling, tells a failure from an empty answer, and takes every text as
text: a leading slash means nothing here. A repeated message id needs no memory in this process: the gateway stores
the outcome of a turn in one transaction, and the same state and text give the same answer.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.model import served_model

logger = logging.getLogger(__name__)
MIN_SECRET = 32
HARMLESS_SLASH = "\u2215"  # DIVISION SLASH: Rasa takes a leading "/" for an intent of its own


class GatewayInput(InputChannel):
    """`POST /webhooks/maakwijzer/webhook`: one message with the interview's state in, messages and new state out."""

    def __init__(self, secret: str) -> None:
        if len(secret) < MIN_SECRET:
            raise ValueError(f"MAAKWIJZER_RASA_SECRET needs at least {MIN_SECRET} characters")
        self.secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        """The name in the URL and in each event."""
        return "maakwijzer"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Read `secret` from `bot/credentials.yml`. Raises ValueError when it is too short."""
        return cls(str((credentials or {}).get("secret", "")))

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, b"Bearer " + self.secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("maakwijzer", __name__)

        @routes.route("/health", methods=["GET"])
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok", **served_model()})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"detail": "wrong or missing secret"}, status=401)
            body = request.json or {}
            if missing := [key for key in ("sender", "messageId", "text") if not isinstance(body.get(key), str)]:
                return response.json({"detail": f"missing: {', '.join(missing)}"}, status=400)
            collector = CollectingOutputChannel()
            await on_new_message(
                UserMessage(
                    as_text(body["text"]),
                    collector,
                    body["sender"],
                    input_channel=self.name(),
                    message_id=body["messageId"],
                    metadata={"turn": {**body, "state": without_result(body.get("state"))}},
                )
            )
            if reply := last_reply(collector.messages):
                return response.json(reply)
            # Rasa logs a failed action and goes on as if it had run; no reply means that nothing was decided.
            logger.error("the action server gave no answer")
            return response.json({"detail": "the action server gave no answer"}, status=503)

        return routes


def as_text(text: str) -> str:
    """What Rasa may read: `RegexMessageHandler` would run a typed "/intent{...}" as a command."""
    stripped = text.lstrip()
    return HARMLESS_SLASH + stripped[1:] if stripped.startswith("/") else text


def without_result(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """The state as the action needs it: the result is computed from the answers, never read back."""
    return None if state is None else {key: value for key, value in state.items() if key != "result"}


def last_reply(messages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one reply of `action_interview` among what Rasa collected, or None when the action did not run."""
    replies = [message["custom"] for message in messages if "state" in message.get("custom", {})]
    return replies[-1] if replies else None
