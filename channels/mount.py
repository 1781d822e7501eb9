"""Mounting the channels on the application: `include(app)` adds the chat API, the website and the background work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from channels import chat
from channels.background import background
from channels.case_api import CaseApi
from channels.gateway import Gateway
from channels.rasa import Rasa
from channels.rates import Rate
from channels.settings import Settings
from channels.web import site


def include(app: FastAPI) -> None:
    """Add everything of the channels to an application that has `app.state.settings` and `app.state.engine`."""
    settings: Settings = app.state.settings
    engine: Engine = app.state.engine
    gateway = Gateway(settings, engine, Rasa(settings), CaseApi(settings))
    app.state.gateway = gateway
    app.state.message_rate = Rate(settings.messages_per_minute)
    app.state.conversation_rate = Rate(settings.conversations_per_minute)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with background(gateway):
            yield

    running = APIRouter(lifespan=lifespan)
    running.include_router(chat.router)
    running.include_router(site.router)
    app.include_router(running)
