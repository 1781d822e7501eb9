"""All pages of the desk in one router, and its style sheet."""

from fastapi import APIRouter
from fastapi.staticfiles import StaticFiles

from api.desk import account, cases, thread
from api.desk.pages import FOLDER

router = APIRouter(include_in_schema=False)
router.include_router(account.router)
router.include_router(thread.router)
router.include_router(cases.router)  # last: it ends with a page for every address that is not there


def static_files() -> StaticFiles:
    """The desk's own files; nothing comes from another website."""
    return StaticFiles(directory=FOLDER / "static")
