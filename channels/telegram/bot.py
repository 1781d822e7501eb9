"""The calls to Telegram. The token is part of every address, so no address and no text of an error is ever logged."""

import hashlib
import hmac
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, BotCommand, InlineKeyboardMarkup, InputFile, Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from actions.reports.files import File
from channels.platform import TIMEOUT_S, NotSent
from channels.rendering.bubbles import Bubble
from channels.rendering.telegram import keyboard, telegram_parts
from channels.settings import Settings, on_this_machine
from channels.telegram.updates import ALLOWED

log = structlog.get_logger()
os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's durations as timedelta, which will be the only way
POLL_S = 25  # how long Telegram holds a question for news
FILE_ARGUMENT = {"sendPhoto": "photo", "sendDocument": "document"}
COMMANDS = [
    BotCommand("start", "Beginnen of verdergaan"),
    BotCommand("help", "Wat u kunt doen"),
    BotCommand("stop", "Stoppen"),
    BotCommand("verwijder", "Al uw gegevens wissen"),
]


class Telegram:
    """A bot of Telegram: the platform, and the calls to be told of updates."""

    name = "telegram"
    folds = False
    window: timedelta | None = None
    report_s = 10.0  # Telegram does not report, but who got a question may press one of its buttons

    def __init__(self, settings: Settings) -> None:
        self.pace_s = settings.telegram_pace_seconds
        base_url = settings.telegram_url.rstrip("/")
        token = settings.telegram_token.get_secret_value()
        options = {"trust_env": not on_this_machine(base_url)}  # no proxy stands between
        self._requests = [
            HTTPXRequest(
                connection_pool_size=20,
                read_timeout=TIMEOUT_S,
                media_write_timeout=TIMEOUT_S,
                connect_timeout=5,
                httpx_kwargs=options,
            ),
            HTTPXRequest(connection_pool_size=1, read_timeout=POLL_S + TIMEOUT_S, httpx_kwargs=options),
        ]
        self.bot = Bot(
            token, base_url=f"{base_url}/bot", request=self._requests[0], get_updates_request=self._requests[1]
        )
        self.webhook_url = f"{settings.public_url}/webhooks/telegram"
        self.secret = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
        """What Telegram sends along with each update; made of the token, so there is no second secret to set."""

    def render(self, bubbles: Sequence[Bubble]) -> list[dict[str, Any]]:
        """The calls that show these messages."""
        return telegram_parts(bubbles)

    def template(self) -> dict[str, Any] | None:
        """Telegram has no window, so none is needed."""
        return None

    async def send(
        self, address: str, number: str | None, part: dict[str, Any], file: File | None, reference: str
    ) -> None:
        """Send one part, with its file if it has one. Raises NotSent."""
        arguments = {key: value for key, value in part.items() if key not in ("method", "file", "reply_markup")}
        if file is not None:
            arguments[FILE_ARGUMENT[part["method"]]] = InputFile(file.content, file.name)
        if "reply_markup" in part:
            arguments["reply_markup"] = InlineKeyboardMarkup.de_json(part["reply_markup"], self.bot)
        calls: dict[str, Callable[..., Awaitable[Message]]] = {
            "sendMessage": self.bot.send_message,
            "sendPhoto": self.bot.send_photo,
            "sendDocument": self.bot.send_document,
        }
        try:
            await calls[part["method"]](chat_id=int(address), **arguments)
        except RetryAfter as error:
            wait = error.retry_after
            raise NotSent("too fast", wait_s=wait.total_seconds() if isinstance(wait, timedelta) else wait) from None
        except (BadRequest, ChatMigrated) as error:  # our mistake, or a chat that is gone
            raise NotSent(type(error).__name__, final=True) from None
        except Forbidden:
            raise NotSent("the person blocked the bot", final=True) from None
        except TelegramError as error:  # its text may hold the address, and so the token
            raise NotSent(type(error).__name__) from None

    async def acknowledge(self, press: dict[str, Any], keyboard_of: Bubble | None, chosen: Sequence[int]) -> None:
        """Stop the button's spinning and tick what was chosen; best effort, the answer itself is what counts."""
        try:
            await self.bot.answer_callback_query(press["id"])
            if keyboard_of is not None and "message" in press:
                markup = InlineKeyboardMarkup.de_json(keyboard(keyboard_of, chosen), self.bot)
                await self.bot.edit_message_reply_markup(
                    chat_id=press["chat"], message_id=press["message"], reply_markup=markup
                )
        except TelegramError as error:  # a press that is too old, or a keyboard that looks like that already
            log.info("press_not_shown", error=type(error).__name__)

    async def register(self) -> None:
        """Let Telegram bring its updates to our address. Raises TelegramError."""
        await self.bot.set_my_commands(COMMANDS)
        await self.bot.set_webhook(self.webhook_url, secret_token=self.secret, allowed_updates=ALLOWED)

    async def unregister(self) -> None:
        """Let Telegram keep its updates until it is asked. Raises TelegramError."""
        await self.bot.set_my_commands(COMMANDS)
        await self.bot.delete_webhook()

    async def updates(self, offset: int | None) -> tuple[Update, ...]:
        """The updates from this one on; asking for a later one confirms the earlier. Raises TelegramError."""
        return await self.bot.get_updates(offset=offset, timeout=POLL_S, allowed_updates=ALLOWED)

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()
