"""All pages of the desk in one router, and its style sheet."""

from fastapi import APIRouter, Request, Response
from fastapi.staticfiles import StaticFiles

from api.desk import account, accounts, cases, correcting, inbox, knowledge, login, single_sign_on, team, thread, work
from api.desk.pages import FOLDER, DeskRoute, LoggedIn, page

router = APIRouter(include_in_schema=False, route_class=DeskRoute)
for module in (login, single_sign_on, account, accounts, knowledge, thread, team, inbox, work, correcting, cases):
    router.include_router(module.router)


@router.get("/desk/{rest:path}")
def nothing_here(request: Request, caller: LoggedIn, rest: str) -> Response:
    """Any other address of the desk: a page that says so."""
    return page("error.html", caller, 404, title="Niet gevonden", detail="Deze pagina bestaat niet.")


def static_files() -> StaticFiles:
    """The desk's own files; nothing comes from another website."""
    return StaticFiles(directory=FOLDER / "static")
