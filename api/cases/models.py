"""The case as other programs see it: what comes in, what goes out. Keys are camelCase, moments are in UTC."""

import uuid
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.answers import storable
from channels.takeovers import MAX_REPLY

Status = Literal["new", "claimed", "closed"]
MAX_NOTE = 10_000  # characters: several pages; more belongs in a document
MAX_REASON = 1_000
MAX_LETTER = 2_000
MAX_ANSWERS = 200  # four times the questionnaire of today


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


def _storable(text: str) -> str:
    if not storable(text):
        raise ValueError("characters that cannot be stored")
    return text


def _visible(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing but white space")
    return text


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with any offset, kept in UTC."""
Words = Annotated[str, AfterValidator(_storable)]
"""Text that any database can hold."""


class Model(BaseModel):
    """Base of what goes out: camelCase outside, snake_case inside."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Input(BaseModel):
    """Base of what comes in: camelCase, and an unknown key is an error."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class AnswerInput(Input):
    """One answer: its value in the form of its kind, how it was given, and the words it came from."""

    value: Any = Field(description="Waarde in de vorm die bij de vraag hoort; null bij onbekend of overgeslagen.")
    status: Literal["answered", "unknown", "skipped"]
    said: Words = Field(max_length=4_000, description="De eigen woorden van de ondernemer.")


class ConsentInput(Input):
    """What the owner agreed to, when, and to which wording."""

    share_with_advisor: bool = Field(strict=True)
    keep_transcript: bool = Field(strict=True)
    given_at: Moment
    text_version: Words = Field(min_length=1, max_length=40)


class TranscriptLine(Input):
    """One message of the conversation."""

    role: Literal["bot", "user", "advisor"]
    text: Words = Field(max_length=20_000)
    created_at: Moment


class NewCase(Input):
    """An interview that its owner shares: answers and consent. Everything else is worked out from the answers."""

    interview_id: uuid.UUID
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,19}$")]
    language: Literal["nl"]
    answers: dict[str, AnswerInput] = Field(max_length=MAX_ANSWERS)
    consent: ConsentInput
    transcript: list[TranscriptLine] | None = Field(
        default=None, max_length=5_000, description="Wordt alleen bewaard als keepTranscript true is."
    )

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        json_schema_extra={
            "example": {
                "interviewId": "5b0c1a52-3f0c-4d5e-9a53-0d8a3c1f7b11",
                "channel": "web",
                "language": "nl",
                "answers": {
                    "company_name": {"value": "Jansen Metaal BV", "status": "answered", "said": "Jansen Metaal BV"},
                    "employees": {"value": 45, "status": "answered", "said": "een man of 45"},
                },
                "consent": {
                    "shareWithAdvisor": True,
                    "keepTranscript": False,
                    "givenAt": "2026-11-23T09:30:00Z",
                    "textVersion": "2026-11",
                },
                "transcript": None,
            }
        },
    )


class CaseChange(Input):
    """A change of status: `closed` with a reason, `new` or `claimed` to reopen a closed case."""

    status: Status
    closed_reason: Words | None = Field(default=None, min_length=1, max_length=MAX_REASON)


class AssigneeInput(Input):
    """Whom to give the case to."""

    advisor_id: uuid.UUID


class FollowUpInput(Input):
    """When the case is to come back."""

    on: date


class CorrectionInput(Input):
    """What an answer should have been; null is unknown."""

    value: Any


class ReportMailInput(Input):
    """What the advisor writes with the report; null is a sentence of ours."""

    text: Words | None = Field(default=None, max_length=MAX_LETTER)


class NoteInput(Input):
    """A note for advisors."""

    text: Words = Field(min_length=1, max_length=MAX_NOTE)


class MessageInput(Input):
    """What an advisor says to the owner."""

    text: Annotated[Words, AfterValidator(_visible)] = Field(min_length=1, max_length=MAX_REPLY)


class Answer(Model):
    """One answer as it was given."""

    value: Any
    status: Literal["answered", "unknown", "skipped"]
    said: str


class Company(Model):
    """The company; null is unknown."""

    name: str | None
    place: str | None
    province: str | None
    employees: float | None
    size_class: str | None
    eu_class: str | None
    eu_class_certain: bool | None
    turnover: float | None


class Part(Model):
    """One dimension of readiness or factor of necessity: points of 100 (null is unknown) and weight."""

    points: float | None
    weight: float


class Yamamoto(Model):
    """Types of process innovation after Yamamoto and Bellgran, 1 to 4, and the one with the largest effort."""

    types: list[int]
    primary: int | None


class Mrl(Model):
    """Manufacturing readiness of the innovation in this company, 0 to 9, and the answers it rests on."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    level: int | None
    phase: int | None
    evidence: dict[str, bool | None]
    risk: Literal["high", "raised", "limited"] | None


class Score(Model):
    """A score of 0 to 100 with the share of its weight that is known."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    score: int | None
    level: str | None
    coverage: float


class Readiness(Score):
    """How ready the company is, and its weakest known dimension."""

    dimensions: dict[str, Part]
    weakest: str | None


class Necessity(Score):
    """How necessary it is for the company."""

    factors: dict[str, Part]


class Assessment(Model):
    """The outcome of the assessment model."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    yamamoto: Yamamoto
    mrl: Mrl
    readiness: Readiness
    necessity: Necessity
    situation: list[str]


class MirrorEntry(Model):
    """One answer beside the share of surveyed companies that answered so."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    question_id: str
    own: Any
    share: dict[str, Any] | None
    text: str


class Reason(Model):
    """Why a scheme fits or not: the criterion, and whether it is met (null is unknown)."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    criterion: str
    met: bool | None
    text: str


class SchemeMatch(Model):
    """A scheme beside this company."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    id: str
    name: str
    fit: Literal["fits", "maybe", "no"]
    reasons: list[Reason]
    facts_as_of: str | None


class PracticeMatch(Model):
    """A practice of another company that resembles this one."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")
    id: str
    title: str
    why: list[str]
    source: Any


class Contact(Model):
    """Who may be called or written to."""

    name: str
    email: str | None
    phone: str | None


class Consent(Model):
    """What the owner agreed to, when, and to which wording."""

    share_with_advisor: bool
    keep_transcript: bool
    given_at: AwareDatetime
    text_version: str


class Assignee(Model):
    """The advisor who has the case."""

    id: uuid.UUID
    name: str


class AssigneeList(Model):
    """The advisors, by name."""

    items: list[Assignee]


class ReportMail(Model):
    """A report that is on its way."""

    id: str
    created_at: AwareDatetime


class CaseSummary(Model):
    """A case in a list: without answers, schemes, practices and contact, which its own address gives."""

    id: uuid.UUID
    reference: str
    status: Status
    created_at: AwareDatetime
    updated_at: AwareDatetime
    channel: str
    language: Literal["nl"]
    model_version: str
    knowledge_version: str
    company: Company
    assessment: Assessment
    assignee: Assignee | None
    closed_reason: str | None
    follow_up_on: date | None


class Case(CaseSummary):
    """The whole case."""

    answers: dict[str, Answer]
    mirror: list[MirrorEntry]
    schemes: list[SchemeMatch]
    best_practices: list[PracticeMatch]
    contact: Contact
    consent: Consent


class CasePage(Model):
    """One page of cases; `next` is the cursor of the following page, null on the last one."""

    items: list[CaseSummary]
    next: str | None


class Note(Model):
    """A note of an advisor."""

    id: uuid.UUID
    author: str
    text: str
    created_at: AwareDatetime


class NoteList(Model):
    """All notes of a case, oldest first."""

    items: list[Note]


class Correction(Model):
    """An answer that an advisor put right, as it was and as it is, and what became of the figures."""

    question_id: str
    before: Answer | None
    after: Answer
    effects: dict[str, list[int | None]]
    author: str
    created_at: AwareDatetime


class CorrectionList(Model):
    """All corrections of a case, oldest first."""

    items: list[Correction]


class Event(Model):
    """One line of the audit trail: names of what changed, never values."""

    id: int
    at: AwareDatetime
    actor: str
    role: str
    address: str
    action: str
    fields: list[str]
    colleague: str | None


class EventPage(Model):
    """One page of the audit trail, oldest first."""

    items: list[Event]
    next: str | None


class ExchangedMessage(Model):
    """What the owner or an advisor said to the other; `author` is the advisor's name."""

    id: uuid.UUID
    role: Literal["user", "advisor"]
    author: str | None
    text: str
    created_at: AwareDatetime


class Exchange(Model):
    """All that was said, oldest first, and the advisor who speaks instead of the assistant now."""

    items: list[ExchangedMessage]
    advisor: str | None


class Transcript(Model):
    """The conversation the case came from."""

    items: list[TranscriptLine]
