"""Mounting the channels on the application: `include(app)` adds the chat API, the website and the background work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from channels import chat
from channels.background import background
from channels.case_api import CaseApi
from channels.gateway import Gateway
from channels.hearing import Rates
from channels.platforms import platforms
from channels.rasa import Rasa
from channels.rates import Rate
from channels.resume import TRIES_PER_MINUTE
from channels.settings import Settings
from channels.telegram import feed as telegram_feed
from channels.telegram.bot import Telegram
from channels.telegram.feed import Polling, Registration
from channels.web import site
from channels.whatsapp import webhook as whatsapp_webhook
from channels.whatsapp.cloud import WhatsApp
from channels.workers import Feed, Workers, working


def include(app: FastAPI) -> None:
    """Add everything of the channels to an application that has `app.state.settings` and `app.state.engine`."""
    settings: Settings = app.state.settings
    engine: Engine = app.state.engine
    gateway = Gateway(settings, engine, Rasa(settings), CaseApi(settings), platforms=platforms(settings))
    app.state.gateway = gateway
    app.state.message_rate = Rate(settings.messages_per_minute)
    app.state.conversation_rate = Rate(settings.conversations_per_minute)
    app.state.resume_rate = Rate(TRIES_PER_MINUTE)
    workers = Workers(gateway, Rates(Rate(settings.messages_per_minute), Rate(settings.conversations_per_minute)))
    feeds: list[Feed] = []

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with background(gateway), working(workers, feeds):
            yield

    running = APIRouter(lifespan=lifespan)
    running.include_router(chat.router)
    running.include_router(site.router)
    telegram, whatsapp = gateway.platforms.get("telegram"), gateway.platforms.get("whatsapp")
    if isinstance(telegram, Telegram) and settings.telegram_polling:
        feeds.append(Polling(gateway, telegram, workers.heard))
    elif isinstance(telegram, Telegram):
        feeds.append(Registration(telegram))
        running.include_router(telegram_feed.routes(gateway, telegram, workers.heard))
    if isinstance(whatsapp, WhatsApp):
        running.include_router(whatsapp_webhook.routes(gateway, whatsapp, workers.heard))
    app.include_router(running)
