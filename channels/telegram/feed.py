"""How Telegram's updates reach the inbox: brought to our address, or asked for where nobody can reach us."""

import asyncio
import hmac
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from telegram import Update
from telegram.error import TelegramError

from channels import inbox
from channels.gateway import Gateway
from channels.problems import Forbidden, invalid
from channels.telegram.bot import Telegram
from channels.telegram.updates import event_of
from channels.workers import Bell

log = structlog.get_logger()
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0


async def store(gate: Gateway, telegram: Telegram, updates: list[Update], bell: Bell) -> None:
    """Store the events of these updates, in one transaction."""

    def work(session: Session) -> None:
        for update in updates:
            if (event := event_of(update)) is not None:
                inbox.store(session, telegram.name, event.id, event.sender, event.rank, event.heard, gate.now())

    await gate.store(work)
    bell.ring()


def routes(gate: Gateway, telegram: Telegram, bell: Bell) -> APIRouter:
    """The address to which Telegram brings its updates."""
    router = APIRouter()

    @router.post("/webhooks/telegram", include_in_schema=False)
    async def receive(request: Request, secret: Annotated[str, Header(alias=SECRET_HEADER)] = "") -> dict[str, bool]:
        if not hmac.compare_digest(secret.encode(), telegram.secret.encode()):
            raise Forbidden("Dit adres is alleen voor Telegram.")
        try:
            update = Update.de_json(await request.json(), telegram.bot)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise invalid("Dit is geen bericht van Telegram.", "body", "not-an-update", "Onleesbaar.") from None
        await store(gate, telegram, [update], bell)
        return {"ok": True}  # stored: Telegram need not bring it again

    return router


class Registration:
    """Tells Telegram, at the start, to bring its updates to our address."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def run(self, stopping: asyncio.Event) -> None:
        """Try until it worked."""
        await _until_done(self.telegram.register, stopping)


class Polling:
    """Asks Telegram for updates, again and again, for a machine without a public address."""

    def __init__(self, gate: Gateway, telegram: Telegram, bell: Bell) -> None:
        self.gate, self.telegram, self.bell = gate, telegram, bell

    async def run(self, stopping: asyncio.Event) -> None:
        """Ask until told to stop."""
        await _until_done(self.telegram.unregister, stopping)
        offset: int | None = None
        pause = FIRST_PAUSE_S
        while not stopping.is_set():
            asking = asyncio.ensure_future(self.telegram.updates(offset))
            stopped = asyncio.ensure_future(stopping.wait())
            await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            if not asking.done():
                asking.cancel()
                return  # what was not stored is not confirmed, and comes again
            try:
                updates = asking.result()
                await store(self.gate, self.telegram, list(updates), self.bell)
            except (TelegramError, SQLAlchemyError) as error:
                log.warning("telegram_not_asked", error=type(error).__name__)
                await _pause(stopping, pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
                continue
            pause = FIRST_PAUSE_S
            if updates:
                offset = updates[-1].update_id + 1  # asking for the next confirms these, which are stored by now


async def _until_done(call: Any, stopping: asyncio.Event) -> None:
    pause = FIRST_PAUSE_S
    while not stopping.is_set():
        try:
            await call()
        except TelegramError as error:  # its text may hold the token
            log.warning("telegram_not_registered", error=type(error).__name__)
            await _pause(stopping, pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        else:
            return


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
