"""All pages in one router; `include(app)` adds them and lets browsers see errors as pages."""

from fastapi import APIRouter, FastAPI

from api.pages import about, browse, errors, found, scan

router = APIRouter(include_in_schema=False)
for pages in (scan.router, browse.router, found.router, about.router):
    router.include_router(pages)


def include(app: FastAPI) -> None:
    """Add the pages to an application whose error handlers are there (`channels.problems.install`)."""
    app.include_router(router)
    errors.install(app)
