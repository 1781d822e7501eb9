"""Stand-ins for the two platforms: real servers that speak the Bot API and the Cloud API, and note what they got."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

BOT_TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnoopp"
PHONE_ID, APP_SECRET, WA_TOKEN, VERIFY_TOKEN = "106540352242922", "app-secret", "wa-token", "verify-me"


class Failures:
    """Answers to give instead of the usual one, each as often as asked for."""

    def __init__(self) -> None:
        self.queue: list[tuple[int, dict[str, Any]]] = []

    def add(self, status: int, body: dict[str, Any], times: int = 1) -> None:
        self.queue += [(status, body)] * times

    def next(self) -> JSONResponse | None:
        if not self.queue:
            return None
        status, body = self.queue.pop(0)
        return JSONResponse(body, status)


class BotApi:
    """Telegram: takes calls, holds updates for who asks, or brings them to the webhook that was set."""

    def __init__(self) -> None:
        self.reset()
        self.webhook: dict[str, Any] | None = None
        self.commands: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self.update_id = 1000
        self.message_id = 5000
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["POST"])])

    def reset(self) -> None:
        """As at the start, but for what was registered and the numbers that only go up."""
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.times: list[float] = []
        self.arrived = 0
        self.let_go()

    def let_go(self) -> None:
        """Take everything again."""
        self.failures = Failures()
        self.holding = False
        """Keep messages back before they are taken."""
        self.stop_answering = False
        """Take messages without ever saying so."""

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != BOT_TOKEN:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method, form = request.path_params["method"], dict(await request.form())
        values: dict[str, Any] = {key: await _value(value) for key, value in form.items()}
        if method == "getUpdates":
            return JSONResponse({"ok": True, "result": await self._updates(request, values)})
        if method.startswith("send") and (failure := self.failures.next()) is not None:
            return failure
        if method.startswith("send"):
            self.arrived += 1
            if self.holding:
                while self.holding and not await request.is_disconnected():
                    await asyncio.sleep(0.02)
                return Response(status_code=500)  # not taken: its caller was to die before that
        self.calls.append((method, values))
        if method.startswith("send"):
            self.message_id += 1
            self.sent.append(values)
            self.times.append(time.monotonic())
            while self.stop_answering and not await request.is_disconnected():
                await asyncio.sleep(0.02)
            return JSONResponse({"ok": True, "result": self.message(values["chat_id"], text=values.get("text", ""))})
        if method == "setMyCommands":
            self.commands = [command["command"] for command in values["commands"]]
        if method == "setWebhook":
            self.webhook = values
        if method == "deleteWebhook":
            self.webhook = None
        return JSONResponse({"ok": True, "result": True})

    async def _updates(self, request: Request, values: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(values.get("offset") or 0)
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        until = time.monotonic() + int(values.get("timeout") or 0)
        while not self.waiting and time.monotonic() < until and not await request.is_disconnected():
            await asyncio.sleep(0.05)
        return self.waiting

    def message(self, chat: int, **more: Any) -> dict[str, Any]:
        """A message as the Bot API describes one."""
        person = {"id": chat, "is_bot": False, "first_name": "Jan"}
        return {
            "message_id": self.message_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Jan"},
            "from": person,
            **more,
        }

    def update(self, **what: Any) -> dict[str, Any]:
        self.update_id += 1
        return {"update_id": self.update_id, **what}

    def texts(self, chat: int) -> list[str]:
        return [one.get("text", "") for one in self.sent if one["chat_id"] == chat]


async def _value(value: UploadFile | str) -> Any:
    """A value as it was meant: JSON, words, or a file with its name."""
    if isinstance(value, UploadFile):
        return value.filename, await value.read()
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


class TelegramPerson:
    """Someone in a private chat, whose updates go to the webhook."""

    def __init__(self, api: BotApi, http: httpx.Client, chat: int = 77) -> None:
        self.api, self.http, self.chat = api, http, chat

    def says(self, text: str, **more: Any) -> httpx.Response:
        return self.brings(self.api.update(message=self.api.message(self.chat, text=text, **more)))

    def presses(self, data: str) -> httpx.Response:
        query = {
            "id": str(self.api.update_id),
            "from": {"id": self.chat, "is_bot": False, "first_name": "Jan"},
            "chat_instance": "1",
            "data": data,
            "message": self.api.message(self.chat, text="Vraag?"),
        }
        return self.brings(self.api.update(callback_query=query))

    @property
    def keyboard(self) -> dict[str, str]:
        """The last keyboard shown in this chat: data by title."""
        mine = [one["reply_markup"] for one in self.api.sent if one["chat_id"] == self.chat and "reply_markup" in one]
        return {b["text"]: b["callback_data"] for row in mine[-1]["inline_keyboard"] for b in row} if mine else {}

    def brings(self, update: dict[str, Any], secret: str | None = None) -> httpx.Response:
        assert self.api.webhook is not None
        header = {"X-Telegram-Bot-Api-Secret-Token": self.api.webhook["secret_token"] if secret is None else secret}
        return self.http.post("/webhooks/telegram", json=update, headers=header)

    @property
    def heard(self) -> list[str]:
        return self.api.texts(self.chat)


class PolledPerson(TelegramPerson):
    """The same where the application asks for updates."""

    def brings(self, update: dict[str, Any], secret: str | None = None) -> httpx.Response:
        self.api.waiting.append(update)
        return httpx.Response(200)


class GraphApi:
    """WhatsApp: takes messages with the right token, within the limits, and refuses what Meta refuses."""

    def __init__(self) -> None:
        self.reset()
        self.media: dict[str, tuple[Any, ...]] = {}
        """The files that were brought: name, media type and bytes by id."""
        routes = [("/{phone}/messages", self._send), ("/{phone}/media", self._keep)]
        self.app = Starlette(routes=[Route(path, take, methods=["POST"]) for path, take in routes])

    def reset(self) -> None:
        """As at the start."""
        self.sent: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.let_go()

    def let_go(self) -> None:
        """Take everything again."""
        self.failures = Failures()
        self.stop_answering = False
        """Take messages without ever saying so."""

    async def _keep(self, request: Request) -> Response:
        form = await request.form()
        assert request.headers["Authorization"] == f"Bearer {WA_TOKEN}"
        assert (request.path_params["phone"], form["messaging_product"]) == (PHONE_ID, "whatsapp")
        file = form["file"]
        assert isinstance(file, UploadFile)
        assert file.content_type == form["type"]
        id = f"media-{len(self.media) + 1}"
        self.media[id] = (file.filename, file.content_type, await file.read())
        return JSONResponse({"id": id})

    async def _send(self, request: Request) -> Response:
        body = await request.json()
        if request.headers["Authorization"] != f"Bearer {WA_TOKEN}":
            return JSONResponse({"error": {"code": 190}}, 401)
        if (failure := self.failures.next()) is not None:
            return failure
        assert request.path_params["phone"] == PHONE_ID
        assert body["messaging_product"] == "whatsapp"
        assert ("to" in body) != ("recipient" in body)
        assert body["type"] not in ("image", "document") or body[body["type"]]["id"] in self.media
        self.sent.append(body)
        self.times.append(time.monotonic())
        while self.stop_answering and not await request.is_disconnected():
            await asyncio.sleep(0.02)
        return JSONResponse({"messaging_product": "whatsapp", "messages": [{"id": f"wamid.out{len(self.sent)}"}]})


class WhatsAppPerson:
    """Someone on WhatsApp, by user id; the number may be hidden."""

    def __init__(
        self, api: GraphApi, http: httpx.Client, user: str | None = "NL.1234567890", number: str | None = "31612345678"
    ) -> None:
        self.api, self.http, self.user, self.number = api, http, user, number
        self.count = 0

    def message(self, kind: str = "text", at: int | None = None, **content: Any) -> dict[str, Any]:
        self.count += 1
        who = {"from": self.number, "from_user_id": self.user}
        named = {key: value for key, value in who.items() if value is not None}
        stamp = str(at if at is not None else int(time.time()))
        return {**named, "id": f"wamid.{self.user}.{self.count}", "timestamp": stamp, "type": kind, **content}

    def says(self, text: str) -> httpx.Response:
        return self.brings([self.message(text={"body": text})])

    def presses(self, id: str, title: str = "") -> httpx.Response:
        reply = {"type": "button_reply", "button_reply": {"id": id, "title": title}}
        return self.brings([self.message("interactive", interactive=reply)])

    def brings(self, messages: list[dict[str, Any]], statuses: list[dict[str, Any]] | None = None) -> httpx.Response:
        ids = {"wa_id": self.number, "user_id": self.user}
        contact = {"profile": {"name": "Jan"}, **{key: value for key, value in ids.items() if value is not None}}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "31850000000", "phone_number_id": PHONE_ID},
            "contacts": [contact] if messages else [],
            "messages": messages,
            "statuses": statuses or [],
        }
        body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [_change(value)]}]}
        return self.posts(json.dumps(body, ensure_ascii=False).encode())

    def posts(self, body: bytes, secret: str = APP_SECRET) -> httpx.Response:
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={signed}", "Content-Type": "application/json"}
        return self.http.post("/webhooks/whatsapp", content=body, headers=headers)

    @property
    def keyboard(self) -> dict[str, str]:
        """The last buttons or rows shown to this person, when they came last: data by title."""
        action = self._sent[-1].get("interactive", {}).get("action", {}) if self._sent else {}
        replies = [button["reply"] for button in action.get("buttons", [])]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        return {one["title"]: one["id"] for one in (*replies, *rows)}

    @property
    def _sent(self) -> list[dict[str, Any]]:
        return [one for one in self.api.sent if (one.get("to") or one.get("recipient")) in (self.number, self.user)]

    @property
    def heard(self) -> list[str]:
        return [_body(one) for one in self._sent]


def _change(value: dict[str, Any]) -> dict[str, Any]:
    return {"field": "messages", "value": value}


def _body(sent: dict[str, Any]) -> str:
    if sent["type"] == "text":
        return str(sent["text"]["body"])
    if sent["type"] == "interactive":
        return str(sent["interactive"]["body"]["text"])
    return str(sent["type"])
