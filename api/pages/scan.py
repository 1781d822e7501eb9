"""The assessment as a plain form: GET shows it, POST gives the result. Nothing is stored, no cookie is set.

The result of a conversation is the same page, at an address that the chat gives out for an hour (`channels.tickets`).
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from actions.assessment.measurement import read_code
from actions.reports.files import REPORT, made
from api.assessments import within_rate
from api.pages import form, what_if
from api.pages.render import page, today
from api.pages.result import result
from channels.conversations import with_result
from channels.database import transaction
from channels.gateway import utc_now
from channels.problems import TooManyRequests
from channels.tickets import opened
from channels.web.site import PAGE_METHODS

EDIT = "edit"  # name of the button that leads from the result back to the form
EARLIER = "meetcode"  # name of the field for the code of an earlier measurement
DOWNLOAD = "download"  # name of the button that gives the report

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
def answer_form(request: Request, sent: Sent) -> Response:
    """The result of what was filled in, or the form again: with what is wrong, or to change something."""
    if EDIT in sent:
        return _form(request, sent, {})
    answers, mistakes = form.read(sent)
    earlier = (sent.get(EARLIER) or [""])[0].strip()
    if earlier and read_code(earlier) is None:
        mistakes[EARLIER] = form.load_texts().mistakes["earlier"]
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
    if DOWNLOAD in sent:
        return _report(request, answers, earlier)
    entries = [*form.kept(sent), *([(EARLIER, earlier)] if earlier else [])]
    return _result(request, answers, sent, "/scan", entries, earlier)


@router.api_route("/uitslag/{ticket}", methods=PAGE_METHODS)
def show_result(request: Request, ticket: str) -> HTMLResponse:
    """The result of a conversation."""
    answers, earlier = _of_conversation(request, ticket)
    return _result(request, answers, {}, f"/uitslag/{ticket}", None, earlier)


@router.post("/uitslag/{ticket}")
def try_answer(request: Request, ticket: str, sent: Sent) -> Response:
    """The same with another answer tried, or the report. The answers of the conversation stay as they are."""
    within_rate(request)
    answers, earlier = _of_conversation(request, ticket)
    if DOWNLOAD in sent:
        return _report(request, answers, earlier)
    return _result(request, answers, sent, f"/uitslag/{ticket}", None, earlier)


def _of_conversation(request: Request, ticket: str) -> tuple[dict[str, Any], str]:
    """The values of the conversation that a ticket opens, and the code of an earlier measurement.

    Raises TicketExpired and ConversationNotFound.
    """
    conversation_id = opened(request.app.state.settings, ticket, utc_now())
    with transaction(request.app.state.engine) as session:
        state = with_result(session, conversation_id)
    values = {key: answer["value"] for key, answer in state.answers.items() if answer["status"] != "skipped"}
    return values, state.earlier


def _result(
    request: Request,
    answers: Mapping[str, Any],
    sent: form.Entries,
    action: str,
    entries: list[tuple[str, str]] | None,
    earlier: str,
) -> HTMLResponse:
    """The result page. `entries` is what was filled in, to be sent along again; None for a conversation's result.

    `earlier` is the code of an earlier measurement, or empty.
    """
    changed, mistakes = what_if.outcome(answers, sent, today())
    return page(
        request,
        "result.html",
        400 if mistakes else 200,
        keep=False,
        action=action,
        entries=entries,
        edit=EDIT,
        download=DOWNLOAD,
        alternatives=what_if.alternatives(answers, sent, mistakes),
        try_name=what_if.CHOSEN,
        outcome=changed,
        most=form.MAX_TEXT,
        **result(answers, today(), earlier),
    )


def _report(request: Request, answers: Mapping[str, Any], earlier: str) -> Response:
    """The report of these answers, to be saved."""
    given = {
        question: {"value": value, "status": "unknown" if value is None else "answered", "said": ""}
        for question, value in answers.items()
    }
    settings = request.app.state.settings
    file = made(REPORT, given, today(), settings.public_url, settings.organisation, earlier)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)


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
        earlier=(entries.get(EARLIER) or [""])[0],
        earlier_name=EARLIER,
        earlier_mistake=mistakes.get(EARLIER, ""),
        most=form.MAX_TEXT,
    )
