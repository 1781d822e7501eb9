"""The chat on other sites: which sites may, and what their pages are allowed to ask of us.

A site that is on the list may load `/widget.js` and call the chat API, without cookies. For any other site there are
no CORS headers, so a browser refuses both; the case API and the desk are never opened up.
"""

import re

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

WIDGET = "/widget.js"
CHAT = "/api/v1/chat/"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")  # as a browser sends it: scheme, host and port
PREFLIGHT_S = 600


def origins(setting: str) -> tuple[str, ...]:
    """The sites in the setting, comma separated. Raises ValueError for one that is no origin."""
    listed = tuple(part.strip() for part in setting.split(",") if part.strip())
    if wrong := [part for part in listed if not ORIGIN.fullmatch(part)]:
        raise ValueError(
            f"MAAKWIJZER_EMBED_ORIGINS: {', '.join(wrong)} is no origin; write https://www.example.nl, without a path."
        )
    return listed


class Embedding:
    """Answers the browsers of listed sites with CORS headers, on the chat API and the widget alone."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self.app = app
        self.allowed = frozenset(allowed)
        self.shared = CORSMiddleware(
            app,
            allow_origins=list(allowed),
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
            expose_headers=["Retry-After", "API-Version", "Content-Disposition"],
            max_age=PREFLIGHT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, through CORS when it comes from a listed site and is for the chat."""
        open_to_others = scope["type"] == "http" and (scope["path"] == WIDGET or scope["path"].startswith(CHAT))
        if open_to_others and Headers(scope=scope).get("origin") in self.allowed:
            await self.shared(scope, receive, send)
        else:
            await self.app(scope, receive, send)
