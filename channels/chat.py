"""The chat API of the website (`/api/v1/chat`): no login, a bearer token for each conversation."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from fastapi import APIRouter, Body, Depends, Header, Path, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import ConfigDict, Field
from sqlalchemy.orm import Session

from channels import conversations, gateway, resume, resume_codes, tables
from channels.case_api import NotDelivered
from channels.conversations import Incoming, WrongToken, messages_of, recognised, standing
from channels.gateway import Gateway, TurnReply
from channels.given import GivenAnswers, given_answers
from channels.mailing import MailOrder
from channels.message import CamelModel, Message, Standing
from channels.opening import opening
from channels.problems import Unavailable, invalid
from channels.rates import Rate
from channels.retention import kept_until
from channels.typed_text import MAX_CHARACTERS, accepted
from knowledge.questionnaire import load_questionnaire
from knowledge.values import checked

POLL_S = 25.0  # longest that a request waits for new messages; proxies often cut off at 30 s
NO_ADDRESS = "unknown"

router = APIRouter(prefix="/api/v1/chat", tags=["gesprek"])
bearer = HTTPBearer(auto_error=False, scheme_name="gesprek", description="Het token van het gesprek")


class NewConversation(CamelModel):
    """What begins a conversation."""

    channel: Literal["web"] = "web"


class Started(CamelModel):
    """A new conversation. The token is a secret and is shown this once."""

    id: uuid.UUID
    token: str
    messages: list[Message]


class Said(CamelModel):
    """What a person sends: words, or the payload of a button (several joined by commas)."""

    text: str | None = Field(None, description=f"Getypte tekst, ten hoogste {MAX_CHARACTERS} tekens")
    payload: str | None = Field(None, description="De payload van een knop; meer keuzes met komma's ertussen")


class ChangedAnswer(CamelModel):
    """The new value of an earlier answer; null is 'weet ik niet'."""

    value: Any


class Conversation(Standing):
    """A conversation as it is now; without a new message it is erased at `keptUntil`."""

    id: uuid.UUID
    channel: str
    created_at: datetime
    kept_until: datetime
    complete: bool
    mail_on: bool = Field(description="Of het rapport gemaild kan worden")
    messages: list[Message]


class ConversationFacts(CamelModel):
    """What is known of a conversation besides its messages."""

    id: uuid.UUID
    channel: str
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    consent_given_at: datetime | None
    consent_text_version: str | None
    case_reference: str | None


class MailTo(CamelModel):
    """What to mail, and to whom."""

    model_config = ConfigDict(json_schema_extra={"example": {"what": "report", "to": "jan@bedrijf.example"}})
    what: Literal["report", "link"]
    to: str = Field(max_length=254, description="E-mailadres; wordt één keer gebruikt en niet bewaard")


class ResumeCode(CamelModel):
    """A code of eight characters; a new one makes the earlier ones worthless."""

    code: str


class Export(CamelModel):
    """Everything that is held about a person."""

    conversation: ConversationFacts
    messages: list[Message]
    answers: dict[str, Any]
    company: dict[str, Any] | None
    assessment: dict[str, Any] | None
    case: dict[str, Any] | None


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an endpoint, for the API's description."""
    reasons = {
        400: "Het bericht of de waarde klopt niet",
        401: "Het token ontbreekt of hoort bij een ander gesprek",
        404: "Dit gesprek bestaat niet (meer)",
        409: "De Idempotency-Key hoort al bij een ander bericht, er spreekt een adviseur, of er is nog geen uitslag",
        413: "Het bericht is te lang",
        429: "Te veel verzoeken; Retry-After zegt hoeveel seconden te wachten",
        503: "De assistent is even niet bereikbaar; het bericht is bewaard",
    }
    return {status: {"description": reasons[status]} for status in statuses}


def the_gateway(request: Request) -> Gateway:
    """The gateway of this application."""
    found: Gateway = request.app.state.gateway
    return found


TheGateway = Annotated[Gateway, Depends(the_gateway)]


async def holder(
    gate: TheGateway,
    id: Annotated[str, Path(description="Kenmerk van het gesprek")],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> uuid.UUID:
    """The conversation that the caller holds the token of. Raises WrongToken and ConversationNotFound."""
    if credentials is None:
        raise WrongToken
    try:
        conversation_id = uuid.UUID(id)
    except ValueError:
        raise conversations.ConversationNotFound from None
    await gate.read(recognised, conversation_id, credentials.credentials)
    return conversation_id


ConversationId = Annotated[uuid.UUID, Depends(holder)]


@router.post("/conversations", status_code=201, summary="Gesprek beginnen", responses=described(400, 429), name="begin")
async def begin(request: Request, gate: TheGateway, new: Annotated[NewConversation | None, Body()] = None) -> Started:
    """Geeft het kenmerk, het token en de eerste berichten. Het token wordt alleen hier getoond."""
    new_rate: Rate = request.app.state.conversation_rate
    new_rate.hit(request.client.host if request.client else NO_ADDRESS)
    channel = (new or NewConversation()).channel

    def work(session: Session) -> Started:
        conversation, token = conversations.start(session, channel, opening(gate.settings), gate.now())
        return Started(id=conversation.id, token=token, messages=messages_of(session, conversation.id))

    return await gate.store(work)


@router.post(
    "/conversations/{id}/messages",
    summary="Bericht sturen en antwoord krijgen",
    responses=described(400, 401, 404, 409, 413, 429, 503),
)
async def send(
    request: Request,
    gate: TheGateway,
    conversation_id: ConversationId,
    said: Said,
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", min_length=1, max_length=255, description="Maakt herhalen veilig"),
    ] = None,
) -> TurnReply:
    """Dezelfde sleutel nog een keer geeft hetzelfde antwoord; het bericht telt een keer."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    sent = incoming(said, key)
    code = resume.code_in(sent.text) if sent.payload is None else None
    if code is None:
        return await gateway.answer(gate, conversation_id, sent)
    tries: Rate = request.app.state.resume_rate
    tries.hit(request.client.host if request.client else NO_ADDRESS)
    return await gate.store(resume.on_the_website, gate.settings, conversation_id, sent, code, gate.now())


@router.post(
    "/conversations/{id}/mail",
    status_code=204,
    summary="Rapport of link mailen",
    responses=described(400, 401, 404, 409, 429, 503),
)
async def mail(gate: TheGateway, conversation_id: ConversationId, asked: MailTo) -> None:
    """Stuurt het rapport, of een link om later verder te gaan. Het adres wordt één keer gebruikt en niet bewaard.

    Zonder mailserver of zonder uitslag: 409. Ten hoogste vier mails per uur.
    """
    await gateway.mail(gate, conversation_id, MailOrder(what=asked.what, to=address_in(asked.to)))


def address_in(text: str) -> str:
    """The address in its usual form. Raises InvalidInput."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        reason = "Dit is geen e-mailadres. Een voorbeeld is naam@bedrijf.nl."
        raise invalid("Dit adres klopt niet.", "to", "invalid-email", reason) from None


@router.post(
    "/conversations/{id}/resume-code",
    summary="Code om elders verder te gaan",
    responses=described(401, 404, 429),
)
async def resume_code(request: Request, gate: TheGateway, conversation_id: ConversationId) -> ResumeCode:
    """Met "hervat" en deze code gaat hetzelfde gesprek verder op een ander kanaal. Een keer, binnen 14 dagen."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    return ResumeCode(code=await gate.store(resume_codes.new_code, gate.settings, conversation_id, gate.now()))


def incoming(said: Said, key: str | None) -> Incoming:
    """What was sent, cleaned. Raises TooLarge and InvalidInput."""
    if (said.text is None) == (said.payload is None):
        raise invalid("Stuur een tekst of een keuze, en niet allebei.", "text", "one-of", "Geef text of payload.")
    if said.payload is not None:
        payload = accepted(said.payload, "payload")
        return Incoming(payload, payload, key)
    return Incoming(accepted(said.text or "", "text"), None, key)


@router.get("/conversations/{id}", summary="Gesprek tot nu toe", responses=described(401, 404))
async def read(gate: TheGateway, conversation_id: ConversationId) -> Conversation:
    """Alle berichten en waar het gesprek staat, om verder te gaan na het herladen van een pagina."""

    def work(session: Session) -> Conversation:
        conversation = conversations.existing(session, conversation_id)
        return Conversation(
            **standing(conversation).model_dump(),
            id=conversation.id,
            channel=conversation.channel,
            created_at=conversation.created_at,
            kept_until=kept_until(conversation, gate.settings),
            complete=conversation.finished_at is not None,
            mail_on=gate.settings.mail_on,
            messages=messages_of(session, conversation_id),
        )

    return await gate.read(work)


@router.get("/conversations/{id}/messages", summary="Nieuwe berichten afwachten", responses=described(400, 401, 404))
async def poll(
    request: Request,
    gate: TheGateway,
    conversation_id: ConversationId,
    after: Annotated[uuid.UUID | None, Query(description="Kenmerk van het laatste bericht dat bekend is")] = None,
) -> TurnReply:
    """Antwoordt zodra er een bericht na `after` is, en na ten hoogste 25 seconden met een lege lijst."""

    def look(session: Session) -> TurnReply:
        conversation = conversations.existing(session, conversation_id)
        known = session.query(tables.Message).filter_by(id=after, conversation_id=conversation_id).one_or_none()
        if after is not None and known is None:
            raise invalid("Dit bericht hoort niet bij dit gesprek.", "after", "unknown-message", "Onbekend bericht.")
        new = messages_of(session, conversation_id, known)
        return TurnReply(**standing(conversation).model_dump(), messages=new)

    return await gateway.news(gate, conversation_id, look, POLL_S, request.is_disconnected)


@router.get("/conversations/{id}/answers", summary="Gegeven antwoorden", responses=described(401, 404))
async def given(gate: TheGateway, conversation_id: ConversationId) -> GivenAnswers:
    """Elk antwoord in woorden, met de vraag en de keuzes om het te wijzigen. Toestemming wijzigt u in het gesprek."""

    def work(session: Session) -> GivenAnswers:
        return given_answers(conversations.interview(conversations.existing(session, conversation_id)))

    return await gate.read(work)


@router.put(
    "/conversations/{id}/answers/{questionId}",
    summary="Eerder antwoord wijzigen",
    responses=described(400, 401, 404, 409, 429, 503),
)
async def change(
    request: Request,
    gate: TheGateway,
    conversation_id: ConversationId,
    question_id: Annotated[str, Path(alias="questionId", description="Kenmerk van de vraag")],
    changed: ChangedAnswer,
) -> TurnReply:
    """Het gesprek vertelt wat er is gewijzigd."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    return await gateway.change_answer(gate, conversation_id, question_id, value_of(question_id, changed.value))


def value_of(question_id: str, value: Any) -> Any:
    """The value as it is kept. Raises InvalidInput for an unknown question or a value of another kind."""
    try:
        question = load_questionnaire().question(question_id)
    except KeyError:
        raise invalid("Deze vraag bestaat niet.", "questionId", "unknown-question", "Onbekende vraag.") from None
    if isinstance(value, str):
        value = accepted(value, "value")
    try:
        return checked(question, value)
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise invalid("Deze waarde past niet bij de vraag.", "value", "invalid-value", reason) from None


@router.get("/conversations/{id}/export", summary="Alles wat over u bewaard is", responses=described(401, 404, 503))
async def export(gate: TheGateway, conversation_id: ConversationId) -> Export:
    """Gesprek, berichten, antwoorden, uitslag en het dossier bij een adviseur, gedeeld of niet."""

    def work(session: Session) -> Export:
        conversation = conversations.existing(session, conversation_id)
        state = conversations.interview(conversation)
        result = (state.result if state else None) or {}
        facts = {name: getattr(conversation, name) for name in ConversationFacts.model_fields}
        return Export(
            conversation=ConversationFacts(**facts),
            messages=messages_of(session, conversation_id),
            answers=state.answers if state else {},
            company=result.get("company"),
            assessment=result.get("assessment"),
            case=None,
        )

    held = await gate.read(work)
    if held.conversation.case_reference is None:
        return held
    try:
        case = await gate.cases.case(conversation_id)
    except NotDelivered:
        raise Unavailable("Uw dossier is nu niet op te vragen. Probeer het later opnieuw.") from None
    return held.model_copy(update={"case": case})


@router.delete(
    "/conversations/{id}", status_code=204, summary="Gesprek en dossier wissen", responses=described(401, 404)
)
async def erase(gate: TheGateway, conversation_id: ConversationId) -> Response:
    """Wist het gesprek, de antwoorden en het dossier dat ervan kwam."""
    await gateway.erase(gate, conversation_id)
    return Response(status_code=204)
