"""Answering an owner in his conversation from a case: who may, what is recorded, and what the desk shows."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from api.cases import talk
from channels import takeovers
from channels.conversations import Incoming, locked, receive, start
from channels.database import transaction
from channels.message import Outgoing
from channels.tables import Conversation, Message
from tests.api.conftest import UNKNOWN

HUMAN = "U spreekt nu met Anna Bakker, adviseur. Dit is een mens."
BACK = "De assistent is er weer: u praat weer met een computer."
HI = {"text": "Goedemiddag, wanneer schikt het u?"}
STATE = {
    "open": None,
    "ladderLevel": None,
    "answers": {},
    "progress": {"answered": 27, "total": 27},
    "complete": True,
    "share": True,
    "transcript": False,
    "erase": False,
    "result": None,
}


@pytest.fixture
def talked(app, post):
    """A case whose conversation is still here."""
    with transaction(app.state.engine) as session:
        conversation, _token = start(session, "web", [Outgoing(text="Goedendag.")], datetime.now(UTC))
        conversation.state = STATE
    return post(interview=str(conversation.id))


def owner_says(app, case, text, minutes=0):
    """The owner says something, as the gateway takes it in; True when it went to the advisor."""
    now, id = datetime.now(UTC) + timedelta(minutes=minutes), uuid.UUID(case["id"])
    with transaction(app.state.engine) as session:
        message = receive(session, id, Incoming(text), now)
        rules = takeovers.Rules(timedelta(minutes=30), talk.given_back)
        return takeovers.pass_on(session, locked(session, id), message, now, rules)


def said(app, case):
    """Everything in the conversation, as the owner reads it."""
    with transaction(app.state.engine) as session:
        query = session.query(Message).filter_by(conversation_id=uuid.UUID(case["id"])).order_by(Message.position)
        return [message.text for message in query]


def actions(client, case):
    items = client.get(f"/api/v1/cases/{case['id']}/events").json()["items"]
    return [(e["actor"], e["action"]) for e in items if e["action"] in ("took-over", "replied", "gave-back")]


def url(case, rest="messages"):
    return f"/api/v1/cases/{case['id']}/{rest}"


CALLS = [("POST", "messages", HI), ("GET", "messages", None), ("DELETE", "takeover", None)]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
class TestRights:
    def test_without_login_is_401(self, anyone, talked, method, path, body):
        assert anyone.request(method, url(talked, path), json=body).status_code == 401

    def test_with_a_role_without_rights_is_403(self, editor, talked, method, path, body):
        assert editor.request(method, url(talked, path), json=body).status_code == 403

    def test_of_a_case_that_is_not_there_is_404(self, admin, method, path, body):
        answer = admin.request(method, url({"id": UNKNOWN}, path), json=body)

        assert (answer.status_code, answer.json()["code"]) == (404, "case-not-found")


def test_a_program_does_not_speak_as_an_advisor(service, talked):
    assert service.post(url(talked), json=HI).status_code == 403


def test_who_does_not_have_the_case_does_not_speak(app, anna, bert, talked):
    nobody = anna.post(url(talked), json=HI)
    bert.put(url(talked, "assignee"))
    another = anna.post(url(talked), json=HI)

    assert (nobody.status_code, nobody.json()["code"]) == (409, "not-held")
    assert (another.status_code, another.json()["holder"]) == (409, "Bert Dijk")
    assert said(app, talked) == ["Goedendag."]


def test_who_has_the_case_speaks_and_it_is_announced(app, anna, talked):
    anna.put(url(talked, "assignee"))
    answer = anna.post(url(talked), json=HI)

    assert answer.status_code == 201
    assert (answer.json()["role"], answer.json()["author"]) == ("advisor", "Anna Bakker")
    assert said(app, talked) == ["Goedendag.", HUMAN, HI["text"]]
    assert anna.get(url(talked)).json()["advisor"] == "Anna Bakker"
    assert actions(anna, talked) == [("Anna Bakker", "took-over"), ("Anna Bakker", "replied")]


def test_an_advisor_reads_nothing_of_what_the_owner_told_the_assistant(app, anna, talked):
    owner_says(app, talked, "dit is voor de assistent")
    anna.put(url(talked, "assignee"))
    anna.post(url(talked), json=HI)
    owner_says(app, talked, "morgen om tien uur")
    owner_says(app, talked, "verder met de assistent")
    owner_says(app, talked, "welke regelingen zijn er?")

    assert [m["text"] for m in anna.get(url(talked)).json()["items"]] == [HI["text"], "morgen om tien uur"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_an_empty_or_endless_message_is_refused(anna, talked, text):
    anna.put(url(talked, "assignee"))

    assert anna.post(url(talked), json={"text": text}).status_code == 400


def test_a_case_without_a_conversation_here_cannot_be_answered(anna, case):
    anna.put(url(case, "assignee"))

    assert (anna.post(url(case), json=HI).status_code, anna.get(url(case)).status_code) == (404, 404)
    assert "Bericht aan de ondernemer" not in anna.get(f"/desk/cases/{case['id']}").text


@pytest.mark.parametrize("how", ["takeover", "assignee", "close"])
def test_the_assistant_is_back_when_the_advisor_gives_back_releases_or_closes(app, anna, talked, how):
    anna.put(url(talked, "assignee"))
    anna.post(url(talked), json=HI)
    if how == "close":
        body = {"status": "closed", "closedReason": "geholpen"}
        done = anna.patch(f"/api/v1/cases/{talked['id']}", json=body, headers={"If-Match": "*"})
    else:
        done = anna.delete(url(talked, how))

    assert done.status_code in (200, 204)
    assert BACK in said(app, talked)
    assert actions(anna, talked)[-1] == ("Anna Bakker", "gave-back")
    assert anna.get(url(talked)).json()["advisor"] is None


def test_it_is_recorded_that_the_owner_went_back_or_the_advisor_was_silent(app, anna, talked):
    anna.put(url(talked, "assignee"))
    anna.post(url(talked), json=HI)
    owner_says(app, talked, "verder met de assistent")
    anna.post(url(talked), json=HI)

    assert not owner_says(app, talked, "hallo?", minutes=31)
    gave_back = [actor for actor, action in actions(anna, talked) if action == "gave-back"]
    assert gave_back == ["De ondernemer", "Maakwijzer"]


def test_erasing_the_case_leaves_the_owner_with_the_assistant(app, anna, admin, talked):
    anna.put(url(talked, "assignee"))
    anna.post(url(talked), json=HI)
    admin.delete(f"/api/v1/cases/{talked['id']}", headers={"If-Match": "*"})

    assert BACK in said(app, talked)
    with transaction(app.state.engine) as session:
        assert takeovers.current(session.get_one(Conversation, uuid.UUID(talked["id"]))) is None


class TestDesk:
    def test_without_login_one_is_asked_to_log_in(self, anyone, talked):
        for path in ("message", "give-back"):
            answer = anyone.post(f"/desk/cases/{talked['id']}/{path}", data=HI)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/login")

    def test_an_editor_may_not(self, app, editor, talked):
        assert editor.post(f"/desk/cases/{talked['id']}/message", data=HI).status_code == 403
        assert editor.get(f"/desk/cases/{talked['id']}/thread").status_code == 403
        assert said(app, talked) == ["Goedendag."]

    def test_on_someone_elses_case_one_reads_who_has_it(self, app, anna, bert, talked):
        bert.put(url(talked, "assignee"))
        answer = anna.post(f"/desk/cases/{talked['id']}/message", data=HI, follow_redirects=True)

        assert "Een collega heeft deze zaak al." in answer.text
        assert "Bericht aan de ondernemer" not in answer.text
        assert said(app, talked) == ["Goedendag."]

    def test_the_form_is_there_for_who_has_the_case(self, app, anna, talked):
        page = f"/desk/cases/{talked['id']}"
        assert "Pak de zaak dan eerst op." in anna.get(page).text
        anna.put(url(talked, "assignee"))
        sent = anna.post(f"{page}/message", data={"text": "Regel een\r\nRegel twee"}, follow_redirects=True)

        assert "Uw bericht staat in het gesprek." in sent.text
        assert "Adviseur Anna Bakker" in sent.text
        assert "Regel een\nRegel twee" in said(app, talked)

        given_back = anna.post(f"{page}/give-back", follow_redirects=True)
        assert "De assistent spreekt weer met de ondernemer." in given_back.text
        assert "Geef het gesprek terug" not in given_back.text

    def test_what_the_owner_answers_is_unread_until_the_holder_has_seen_it(self, app, anna, bert, talked):
        page = f"/desk/cases/{talked['id']}"
        anna.put(url(talked, "assignee"))
        anna.post(url(talked), json=HI)
        owner_says(app, talked, "morgen <b>om tien</b> uur")

        assert "nieuw bericht" in anna.get("/desk?tab=mijn").text
        assert "ongelezen" in bert.get(page).text
        first = anna.get(page).text
        assert "ongelezen" in first
        assert "morgen &lt;b&gt;om tien&lt;/b&gt; uur" in first
        assert "ongelezen" not in anna.get(page).text
        assert "nieuw bericht" not in anna.get("/desk?tab=mijn").text

    def test_events_notes_and_messages_stand_in_one_order(self, app, anna, talked):
        page = f"/desk/cases/{talked['id']}"
        anna.put(url(talked, "assignee"))
        anna.post(url(talked, "notes"), json={"text": "Eerst even gelezen."})
        anna.post(url(talked), json=HI)
        owner_says(app, talked, "morgen om tien uur")
        anna.delete(url(talked, "takeover"))

        shown = anna.get(f"{page}/thread").text
        order = [
            "Zaak opgepakt",
            "Eerst even gelezen.",
            "Gesprek overgenomen",
            "wanneer schikt het u?",
            "morgen om tien uur",
            "Gesprek terug bij de assistent",
        ]
        places = [shown.index(words) for words in order]
        assert places == sorted(places)
