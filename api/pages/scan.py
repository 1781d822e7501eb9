"""The assessment as a plain form: GET shows it, POST gives the result. Nothing is stored, no cookie is set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.assessments import within_rate
from api.pages import form
from api.pages.render import page, today
from api.pages.result import result
from channels.problems import TooManyRequests
from channels.web.site import PAGE_METHODS

EDIT = "edit"  # name of the button that leads from the result back to the form

router = APIRouter(include_in_schema=False)


async def filled_in(request: Request) -> form.Entries:
    """What was sent with the form; files are no answer."""
    sent = await request.form()
    return {name: [value for value in sent.getlist(name) if isinstance(value, str)] for name in sent}


Sent = Annotated[dict[str, list[str]], Depends(filled_in)]


@router.api_route("/scan", methods=PAGE_METHODS)
def show_form(request: Request) -> HTMLResponse:
    """The empty form."""
    return _form(request, {}, {})


@router.post("/scan")
def answer_form(request: Request, sent: Sent) -> HTMLResponse:
    """The result of what was filled in, or the form again: with what is wrong, or to change something."""
    if EDIT in sent:
        return _form(request, sent, {})
    answers, mistakes = form.read(sent)
    if mistakes:
        return _form(request, sent, mistakes, 400)
    if not answers:
        return _form(request, sent, {}, 400, notice="U hebt nog niets ingevuld. Beantwoord ten minste één vraag.")
    try:
        within_rate(request)
    except TooManyRequests as problem:
        shown = _form(request, sent, {}, problem.status, notice=f"{problem.detail} Uw antwoorden staan er nog.")
        shown.headers.update(problem.headers)
        return shown
    return page(request, "result.html", keep=False, entries=form.kept(sent), edit=EDIT, **result(answers, today()))


def _form(
    request: Request, entries: form.Entries, mistakes: dict[str, str], status: int = 200, notice: str = ""
) -> HTMLResponse:
    more = form.parts(entries, mistakes, core=False)
    return page(
        request,
        "form.html",
        status,
        keep=not entries,
        core=form.parts(entries, mistakes, core=True),
        more=more,
        more_count=sum(len(fields) for _, fields in more),
        more_open=any(f.mistake or f.value or any(c.chosen for c in f.choices) for _, fields in more for f in fields),
        mistakes=bool(mistakes),
        notice=notice,
        most=form.MAX_TEXT,
    )
