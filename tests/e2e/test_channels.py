"""Whole interviews on Telegram and WhatsApp, through the real processes, against servers that speak their protocols."""

import os
import signal
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from channels.channel_tables import Contact, InboxRow
from channels.database import reading
from channels.tables import Conversation, Message
from tests.channels.outside import LONG_S, Outside, Talk
from tests.channels.platforms import until
from tests.system import HOME, Owner, System

SCRIPT = HOME / "tests/conversations/data/jobber_deelt.yaml"
Json = dict[str, Any]


@pytest.fixture
def script() -> Json:
    """An interview that ends with a shared case: what is said, and what is known at the end."""
    content: Json = yaml.safe_load(SCRIPT.read_text(encoding="utf-8"))
    return content


def walk(talk: Talk, steps: list[Json]) -> str:
    """Say everything; after each, the expected question is open. What came back last."""
    heard = ""
    for step in steps:
        heard = talk.says(step["say"])
        assert talk.open == step["open"], f"{step['say']}\n{heard}"
    return heard


def case_of(system: System, talk: Talk) -> Json:
    """The case as the API has it."""
    headers = {"Authorization": f"Bearer {system.env['MAAKWIJZER_SERVICE_TOKEN']}"}
    answer = httpx.get(f"{system.url}/api/v1/cases/{talk.conversation().id}", headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def expect_all_answers(case: Json, script: Json) -> None:
    got = {question: case["answers"][question]["value"] for question in script["final"]["answers"]}
    assert got == script["final"]["answers"]


def files(outside: Outside, talk: Talk) -> list[bytes]:
    """The beginnings of all files that this person got."""
    if talk.channel == "telegram":
        mine = [sent for sent in outside.bot_api.sent if str(sent["chat_id"]) == talk.address]
        found = [sent[name][1] for sent in mine for name in ("photo", "document") if name in sent]
    else:
        mine = [sent for sent in outside.graph.sent if sent.get("to") == f"316{int(talk.address[3:]):08}"]
        found = [outside.graph.media[s[s["type"]]["id"]][2] for s in mine if s["type"] in ("image", "document")]
    return [content[:4] for content in found]


@pytest.mark.parametrize(("channel", "number"), [("telegram", 501), ("whatsapp", 502)])
def test_a_complete_interview_becomes_a_case(
    channel: str, number: int, system: System, outside: Outside, script: Json
) -> None:
    talk = Talk.on(channel, system, outside, number)
    assert "geautomatiseerde assistent" in talk.says("hallo")
    heard = walk(talk, script["steps"])
    until(lambda: any("SMA-" in text for text in talk.person.heard))

    assert "SMA-" in "".join(talk.person.heard[-3:]), heard
    case = case_of(system, talk)
    assert case["channel"] == channel
    expect_all_answers(case, script)
    until(talk.quiet)
    assert b"\x89PNG" in files(outside, talk)
    reports = files(outside, talk).count(b"%PDF")
    talk.says("stuur mij het rapport")
    assert files(outside, talk).count(b"%PDF") == reports + 1

    talk.says("/verwijder" if channel == "telegram" else "verwijder mijn gegevens")
    id, headers = case["id"], {"Authorization": f"Bearer {system.env['MAAKWIJZER_SERVICE_TOKEN']}"}
    assert "gewist" in talk.says("ja")
    until(lambda: httpx.get(f"{system.url}/api/v1/cases/{id}", headers=headers).status_code in (404, 410))
    with reading(talk.engine) as session:
        assert session.query(Contact).filter_by(address=talk.address).count() == 0
        assert session.query(Message).filter_by(conversation_id=uuid.UUID(case["id"])).count() == 0


def test_begun_on_the_web_continued_in_telegram_and_finished_on_whatsapp_is_one_case(
    system: System, outside: Outside, script: Json
) -> None:
    steps = script["steps"]
    owner = Owner.arrives(system.url)
    for step in steps[:9]:
        owner.says(step["say"])
        assert owner.last["questionId"] == step["open"]
    code = owner.client.post(f"/conversations/{owner.conversation}/resume-code").json()["code"]

    jan = Talk.on("telegram", system, outside, 503)
    assert "Bakker Plaatwerk BV" in jan.says(f"hervat {code[:4]}-{code[4:]}")
    assert str(jan.conversation().id) == owner.conversation
    walk(jan, steps[9:18])
    code = owner.client.post(f"/conversations/{owner.conversation}/resume-code").json()["code"]

    els = Talk.on("whatsapp", system, outside, 504)
    assert "We gaan hier verder" in els.says(f"hervat {code}")
    walk(els, steps[18:])
    until(lambda: any("SMA-" in text for text in els.person.heard))

    case = case_of(system, els)
    assert case["id"] == owner.conversation
    expect_all_answers(case, script)
    with reading(els.engine) as session:
        assert session.query(Conversation).filter_by(id=els.conversation().id).count() == 1


def descendants(pid: int) -> list[int]:
    """All processes below this one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def test_killing_every_process_in_the_middle_of_a_turn_loses_and_doubles_nothing(
    system: System, outside: Outside
) -> None:
    talk = Talk.on("telegram", system, outside, 505)
    talk.says("hallo")
    talk.says("ja, laten we beginnen")
    (supervisor,) = map(int, Path(f"/proc/{system.process.pid}/task/{system.process.pid}/children").read_text().split())
    below = descendants(supervisor)
    actions = [pid for pid in below if b"rasa_sdk" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    before = len(talk.person.heard)

    for pid in actions:
        os.kill(pid, signal.SIGSTOP)
    talk.person.says("Bakker Plaatwerk BV")
    until(lambda: talk.conversation().busy_until is not None)
    for pid in below:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(talk.person.heard) > before and talk.quiet(), LONG_S)

    said = talk.person.heard[before:]
    assert sum("In welke plaats" in text for text in said) == 1, said
    assert talk.open == "place"
    with reading(talk.engine) as session:
        assert session.query(InboxRow).filter(InboxRow.done_at.is_(None)).count() == 0
    until(lambda: httpx.get(f"{system.url}/health", timeout=10).status_code == 200, LONG_S)
