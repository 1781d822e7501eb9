"""What protects every response and every form: security headers, a limit on what is sent, and same-origin checks."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accounts.sessions import COOKIE
from api.responses import API_VERSION
from channels.problems import Forbidden, TooLarge, response

API_PREFIX = "/api/"
DESK_PREFIX = "/desk"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
MAX_BODY = 2_000_000  # bytes; the largest case with its transcript in the tests takes 300 kB

COMMON = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def headers_for(path: str) -> Mapping[str, str]:
    """The headers of a response for this path; a page may set a stricter or wider one itself."""
    if path.startswith(API_PREFIX):
        return {
            **COMMON,
            "Content-Security-Policy": API_POLICY,
            "Cache-Control": "no-store",
            "API-Version": API_VERSION,
        }
    if path.startswith(DESK_PREFIX) or path == "/health":
        return {**COMMON, "Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"}
    return {**COMMON, "Content-Security-Policy": PAGE_POLICY}


class SecurityHeaders:
    """Adds the headers that a response does not have yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in headers_for(scope["path"]).items():
                    present.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completed)


class BodyLimit:
    """Refuses what is larger than `MAX_BODY` with 413 before it is read into memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it says, or turns out, to be too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > MAX_BODY:
            await response(TooLarge("Dit is te groot om te verwerken."))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise HTTPException(TooLarge.status)  # FastAPI turns any other error while reading into a 400
            return message

        await self.app(scope, counted, send)


class SameOrigin:
    """Refuses changes that another website's page lets a logged-in browser make (CSRF).

    A browser says where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; neither can be set by a
    page. A request with neither is not from a browser, and one without our cookie to a path other than the desk's
    has nothing to abuse.
    """

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.own_host = urlsplit(public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it is a change that comes from elsewhere."""
        if scope["type"] == "http" and self._from_elsewhere(scope):
            refusal = Forbidden("Dit verzoek komt van een andere website en is daarom geweigerd.")
            await response(refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _from_elsewhere(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        has_session = f"{COOKIE}=" in headers.get("cookie", "")
        if scope["method"] in SAFE_METHODS or not (has_session or scope["path"].startswith(DESK_PREFIX)):
            return False
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        return origin is not None and urlsplit(origin).netloc not in (headers.get("host"), self.own_host)
