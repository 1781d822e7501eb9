"""How a conversation opens on every channel: who is speaking, what happens with the data, how long it takes."""

from channels.message import Button, Outgoing, Progress
from channels.settings import Settings
from knowledge.questionnaire import load_questionnaire, minutes_for
from knowledge.texts import load_texts

PRIVACY = "hoe gaat u met mijn gegevens om"


def no_progress() -> Progress:
    """The progress of an interview that has not begun: none of the core questions that everyone is asked."""
    asked = [q for q in load_questionnaire().questions if q.core and not q.ask_if]
    return Progress(answered=0, total=len(asked))


def opening(settings: Settings) -> list[Outgoing]:
    """The first messages; the last one carries the two buttons to go on with."""
    texts = load_texts()
    facts = {
        "organisation": settings.organisation,
        "minutes": minutes_for(no_progress().total),
        "privacy_url": f"{settings.public_url}/privacy",
    }
    messages = [Outgoing(text=text.format(**facts).strip()) for text in texts.opening]
    messages[-1].kind = "question"
    messages[-1].buttons = [
        Button(title=texts.buttons["begin"], payload="yes"),
        Button(title=texts.buttons["privacy"], payload=PRIVACY),
    ]
    return messages
