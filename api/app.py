"""The web application: website and chat (`channels`), case API and advisor desk, in one ASGI process.

Started as `uvicorn api.app:create_app --factory`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.orm.exc import StaleDataError

from api import assessments, health, knowledge_base, logs, openapi, reference, reports
from api.accounts import token_router as tokens
from api.accounts.throttle import LoginThrottle
from api.cases import router as cases
from api.cases import statistics, talk, work_router, work_statistics
from api.cases.errors import StaleVersion
from api.desk import knowledge
from api.desk import router as desk
from api.mailing import sender as mail_sender
from api.pages import router as pages
from api.responses import API_VERSION
from api.security import BodyLimit, SameOrigin, SecurityHeaders, headers_for
from api.webhooks import router as webhooks
from api.webhooks import sender as webhook_sender
from channels import mount, problems
from channels.background import cancelled, repeat
from channels.database import make_engine
from channels.rates import Rate
from channels.settings import Settings, load_settings
from channels.web.embedding import Embedding, origins


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application with these settings (those of the environment when none are given).

    The database must have been migrated (`python -m api.migrate`). Raises pydantic.ValidationError for settings
    that are missing or unsafe.
    """
    settings = settings or load_settings()
    logs.configure(settings.log_json)
    app = FastAPI(
        title="Maakwijzer",
        version=API_VERSION,
        openapi_url=None,  # served by api.openapi, to all origins
        docs_url=None,  # both pages fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.engine = make_engine(settings.database_url)
    app.state.login_throttle = LoginThrottle()
    app.state.assessment_rate = Rate(settings.assessments_per_minute)
    problems.install(app)
    _complete_errors(app)

    app.include_router(health.router)
    of_the_api = (
        cases,
        work_router,
        statistics,
        work_statistics,
        assessments,
        knowledge_base,
        tokens,
        webhooks,
        reports,
    )
    for router in (module.router for module in of_the_api):
        app.include_router(router, prefix=openapi.PREFIX)
    app.include_router(openapi.router)
    app.include_router(reference.router)
    app.mount("/desk/static", desk.static_files(), name="desk-static")
    app.include_router(desk.router)
    mount.include(app)
    app.state.gateway.tell_given_back = talk.given_back
    pages.include(app)
    openapi.describe(app)

    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin, public_url=settings.public_url)
    app.add_middleware(Embedding, allowed=origins(settings.embed_origins))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(logs.AccessLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine, settings = app.state.engine, app.state.settings
    tasks = [
        asyncio.create_task(repeat(partial(webhook_sender.send_due, engine, settings), webhook_sender.PAUSE_S)),
        asyncio.create_task(repeat(partial(mail_sender.tell_follow_ups, engine), mail_sender.FOLLOW_UP_PAUSE_S)),
        asyncio.create_task(repeat(partial(mail_sender.send_due, engine, settings), mail_sender.PAUSE_S)),
        asyncio.create_task(repeat(knowledge.follow_others, knowledge.PAUSE_S)),
    ]
    yield
    await cancelled(*tasks)
    engine.dispose()


def _complete_errors(app: FastAPI) -> None:
    """Two errors the handlers of `channels.problems` cannot know: a lost race, and headers on an unhandled error."""
    on_bug = app.exception_handlers[Exception]

    @app.exception_handler(StaleDataError)
    async def on_lost_race(_request: Request, _error: StaleDataError) -> JSONResponse:
        return problems.response(StaleVersion("Deze zaak is intussen gewijzigd. Haal de zaak opnieuw op."))

    @app.exception_handler(Exception)
    async def on_unhandled(request: Request, error: Exception) -> JSONResponse:
        # An unhandled error is answered outside all middleware, so its headers are set here.
        answer: JSONResponse = await on_bug(request, error)  # type: ignore[misc]  # a coroutine, declared as either
        answer.headers.update(headers_for(request.url.path))
        return answer
