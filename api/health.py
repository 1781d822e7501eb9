"""`GET /health`: whether the website, the assistant, its actions and the database all answer."""

import asyncio
import json
from typing import Any

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels import dead_letters
from channels.database import reading
from channels.settings import Settings

TIMEOUT_S = 2.0  # both servers answer within 20 ms when they run at all

router = APIRouter(tags=["beheer"])


async def _ask(client: httpx.AsyncClient, url: str) -> dict[str, Any] | None:
    """What a health address says; None when it does not answer with 200 and JSON in time."""
    try:
        answer = await client.get(url)
        content: Any = answer.json() if answer.is_success else None
    except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return content if isinstance(content, dict) else None


def _dead_letters(engine: Engine) -> int | None:
    """How many messages of the channels were given up; None when the database does not answer."""
    try:
        with reading(engine) as session:
            return dead_letters.count(session)
    except SQLAlchemyError:
        return None


@router.get(
    "/health",
    summary="Werkt alles?",
    responses={200: {"description": "Alles antwoordt"}, 503: {"description": "Een onderdeel antwoordt niet"}},
)
async def health(request: Request) -> Response:
    """Een regel per onderdeel, hoeveel berichten niet aankwamen, en de spaCy-pijplijn. 503 als een onderdeel zwijgt."""
    settings: Settings = request.app.state.settings
    async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
        rasa, actions, dead = await asyncio.gather(
            _ask(client, f"http://127.0.0.1:{settings.rasa_port}/webhooks/maakwijzer/health"),
            _ask(client, f"http://127.0.0.1:{settings.actions_port}/health"),
            run_in_threadpool(_dead_letters, request.app.state.engine),
        )
    well = rasa is not None and actions is not None and dead is not None
    lines = {
        "status": "ok" if well else "unavailable",
        "web": "ok",
        "rasa": "ok" if rasa is not None else "no answer",
        "actions": "ok" if actions is not None else "no answer",
        "database": "ok" if dead is not None else "no answer",
        "deadLetters": dead,
        "pipeline": (rasa or {}).get("pipeline", "unknown"),
        "model": (rasa or {}).get("model", "unknown"),
    }
    body = json.dumps(lines, indent=2) + "\n"
    return Response(body, 200 if well else 503, media_type="application/json")
