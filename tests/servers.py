"""Real HTTP servers for tests: an ASGI application on a port of its own, in a thread, and the two stand-ins."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET = "s" * 32
TOKEN = "t" * 32


def free_socket(port: int = 0) -> socket.socket:
    """A listening socket on loopback: whoever connects before the server has started simply waits."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen(128)
    return sock


@contextmanager
def serving(app: Any, sock: socket.socket) -> Iterator[int]:
    """Serve an application on this socket until the block ends; the port."""
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        sock.close()


def message(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "buttons": [], "multiple": False, "kind": "info", **more}


YES_NO = [{"title": "Ja", "payload": "yes"}, {"title": "Nee", "payload": "no"}]
OPTIONS = [
    {"title": "Sensoren", "payload": "sensors"},
    {"title": "Robots", "payload": "robotics"},
    {"title": "3D-printen", "payload": "additive"},
    {"title": "Weet ik niet", "payload": "unknown"},
]
FILES = [
    {"type": "image", "url": "pictures/quadrant.svg", "title": "Gereedheid en noodzaak. Nog niet bekend."},
    {"type": "document", "url": "report.pdf", "title": "Download uw rapport"},
]
RESULT_TEXT = """**Uw uitslag**
Uw gereedheid is 62 van 100. U bent verder dan de helft van de bedrijven.

**Regelingen die passen**
- WBSO: u ontwikkelt zelf software.
- MIT: uw bedrijf heeft minder dan 250 mensen.

**Volgende stap**
1. Kies een machine.
2. Meet een week lang de stilstand.
"""


class RasaStandIn:
    """Speaks the connector's protocol: echoes what was said, and plays a tiny interview on a few words.

    `down` answers 503 as when the action server is away; `hold(text)` keeps an answer back until it is released.
    """

    def __init__(self) -> None:
        self.reset()
        routes = [
            Route("/webhooks/maakwijzer/webhook", self._webhook, methods=["POST"]),
            Route("/webhooks/maakwijzer/health", lambda _request: JSONResponse({"status": "ok"})),
        ]
        self.app = Starlette(routes=routes)

    def reset(self) -> None:
        """As at the start."""
        self.received: list[dict[str, Any]] = []
        self.down = False
        self._held: dict[str, threading.Event] = {}

    def hold(self, text: str) -> threading.Event:
        """Keep the answer to this text back until the event is set."""
        self._held[text] = threading.Event()
        return self._held[text]

    async def _webhook(self, request: Request) -> Response:
        if request.headers["Authorization"] != f"Bearer {SECRET}":
            return JSONResponse({"detail": "wrong secret"}, 401)
        body = await request.json()
        self.received.append(body)
        if (held := self._held.get(body["text"])) is not None:
            await asyncio.to_thread(held.wait, 30)
        if self.down:
            return JSONResponse({"detail": "the action server gave no answer"}, 503)
        return JSONResponse(self.reply(body))

    def reply(self, body: dict[str, Any]) -> dict[str, Any]:
        """The tiny interview."""
        state = body["state"] or {
            "open": None,
            "ladderLevel": None,
            "answers": {},
            "progress": {"answered": 0, "total": 27},
            "complete": False,
            "share": False,
            "transcript": False,
            "erase": False,
            "result": None,
            "turns": 0,
        }
        state = {**state, "turns": state["turns"] + 1, "open": "employees"}
        text, redact = body["text"], False
        if body["command"]:
            ((question, value),) = body["command"]["set"].items()
            state["answers"] = {**state["answers"], question: {"value": value, "status": "answered", "said": ""}}
            return {"messages": [message(f"Aangepast: {question} is nu {value}.")], "state": state, "redact": False}
        match text:
            case "opties":
                state["open"] = "technologies"
                said = [message("Welke technieken?", kind="question", multiple=True, buttons=OPTIONS)]
            case "janee":
                said = [message("Doet u dat al?", kind="question", buttons=YES_NO)]
            case "uitslag":
                state["result"] = {"company": {"name": None}, "assessment": {}}
                told = message(RESULT_TEXT, kind="result", attachments=FILES)
                said = [told, message("Wilt u verder?", kind="question", buttons=YES_NO)]
            case "deel" | "deel alles":
                state |= {"open": None, "complete": True, "share": True, "transcript": text == "deel alles"}
                given = {
                    "company_name": "Bakker Metaal",
                    "share_with_advisor": True,
                    "contact_name": "Jan Bakker",
                    "contact_email": "jan@bakker.nl",
                }
                answers = {key: {"value": value, "status": "answered", "said": ""} for key, value in given.items()}
                state["answers"] = {**state["answers"], **answers}
                state["result"] = {"company": {"name": "Bakker"}, "assessment": {"mrl": {"level": 4}}}
                said = [message("Dank u wel.")]
            case "mail het rapport naar jan@bedrijf.example":
                told = {"messages": [message("Ik verstuur de mail nu.")], "state": state, "redact": True}
                return {**told, "mail": {"what": "report", "to": "jan@bedrijf.example"}}
            case "rapport":
                state |= {"result": {"company": {"name": "Bakker"}}}
                said = [message("Hier is uw rapport.", kind="result", attachments=FILES)]
            case "klaar":
                state |= {"open": None, "complete": True}
                said = [message("Dank u wel.")]
            case "wis alles":
                state["erase"] = True
                said = [message("Alles is gewist.")]
            case "123456782":
                said, redact = [message("Dat bewaar ik niet.", kind="error")], True
            case _:
                state["answers"] = {**state["answers"], "employees": {"value": 5, "status": "answered", "said": text}}
                state["progress"] = {"answered": min(state["turns"], 27), "total": 27}
                said = [message(f"U zei: {text}"), message("Hoeveel mensen werken er?", kind="question")]
        return {"messages": said, "state": state, "redact": redact}


class CaseApiStandIn:
    """Takes cases as the contract says: the same key twice is one case; a late repeat of an erased one is 410."""

    def __init__(self) -> None:
        self.reset()
        routes = [
            Route("/api/v1/cases", self._post, methods=["POST"]),
            Route("/api/v1/cases/{id}", self._one, methods=["GET", "DELETE"]),
        ]
        self.app = Starlette(routes=routes)

    def reset(self) -> None:
        """As at the start."""
        self.cases: dict[str, dict[str, Any]] = {}
        self.erased: set[str] = set()
        self.posts = 0
        self.down = False

    async def _post(self, request: Request) -> Response:
        self.posts += 1
        if self.down:
            return JSONResponse({}, 503)
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return JSONResponse({}, 401)
        key, body = request.headers["Idempotency-Key"], await request.json()
        if key in self.erased:
            return JSONResponse({}, 410)
        case = self.cases.setdefault(key, {**body, "reference": f"SMA-2026-{len(self.cases) + 1:06}"})
        return JSONResponse(case, 201)

    async def _one(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({}, 503)
        id = request.path_params["id"]
        if request.method == "GET":
            return JSONResponse(self.cases[id]) if id in self.cases else JSONResponse({}, 404)
        assert request.headers["If-Match"] == "*"
        self.erased.add(id)
        return Response(status_code=204 if self.cases.pop(id, None) else 404)
