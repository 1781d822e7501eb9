"""Webhooks: signed, sent until they arrive, and never into a private network."""

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import update

from api import attempts
from api.webhooks import outbox, sender, sending
from api.webhooks.tables import WebhookDelivery
from channels.database import transaction
from tests.api.conftest import UNKNOWN, make_settings

PATH = "/api/v1/webhooks"
ALL = ["case.claimed", "case.closed", "case.created"]


class Receiver(HTTPServer):
    """Keeps what it was sent and answers with `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests, self.status = [], 204

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def private_too(application):
    """The application may send to this machine."""
    before = application.state.settings
    application.state.settings = before.model_copy(update={"webhooks_to_private_networks": True})
    yield application.state.settings
    application.state.settings = before


@pytest.fixture
def hook(private_too, admin, receiver):
    return admin.post(PATH, json={"url": receiver.url, "events": ALL}).json()


def send_due(app, settings):
    return asyncio.run(sender.send_due(app.state.engine, settings))


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", f"/{UNKNOWN}"), ("GET", f"/{UNKNOWN}/deliveries")]
)
def test_webhooks_are_for_administrators(anyone, anna, editor, service, method, path):
    body = {"url": "https://crm.example/hook", "events": ALL}

    assert anyone.request(method, PATH + path, json=body).status_code == 401
    for client in (anna, editor, service):
        assert client.request(method, PATH + path, json=body).status_code == 403


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("GET", "/deliveries")])
def test_a_webhook_that_is_not_there_is_404(admin, method, path):
    answer = admin.request(method, f"{PATH}/{UNKNOWN}{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "webhook-not-found")


def test_the_secret_is_shown_once(admin):
    made = admin.post(PATH, json={"url": "https://crm.example/hook", "events": ["case.closed"]}).json()

    assert made["secret"].startswith("whsec_")
    assert admin.get(PATH).json()["items"] == [{key: value for key, value in made.items() if key != "secret"}]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://crm.example/hook", "insecure-url"),
        ("ftp://crm.example/hook", "invalid-url"),
        ("https://user:secret@crm.example/", "invalid-url"),
        ("https://crm.example/#x", "invalid-url"),
        ("https:///hook", "invalid-url"),
        ("geen adres", "invalid-url"),
        ("https://127.0.0.1/", "private-address"),
        ("https://10.1.2.3/", "private-address"),
        ("https://169.254.169.254/latest", "private-address"),
        ("https://[::1]/", "private-address"),
        ("https://[::ffff:192.168.1.1]/", "private-address"),
        ("https://[64:ff9b::a00:1]/", "private-address"),
        ("https://localhost/", "private-address"),
        ("https://db.internal/", "private-address"),
    ],
)
def test_an_address_that_is_not_a_public_https_one_is_refused(admin, url, code):
    answer = admin.post(PATH, json={"url": url, "events": ALL})

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["code"] == code


def test_what_happens_to_a_case_is_sent_and_signed(app, private_too, hook, receiver, anna, post):
    case = post()
    anna.put(f"/api/v1/cases/{case['id']}/assignee")
    tag = anna.get(f"/api/v1/cases/{case['id']}").headers["ETag"]
    closed = {"status": "closed", "closedReason": "geholpen"}
    anna.patch(f"/api/v1/cases/{case['id']}", json=closed, headers={"If-Match": tag})

    assert send_due(app, private_too) == 3
    assert send_due(app, private_too) == 0

    bodies = [json.loads(body) for _, body in receiver.requests]
    assert {body["type"] for body in bodies} == set(ALL)
    for (headers, body), content in zip(receiver.requests, bodies, strict=True):
        key = base64.b64decode(hook["secret"].removeprefix("whsec_"))
        signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["Webhook-Signature"] == f"v1,{expected}"
        assert abs(int(headers["Webhook-Timestamp"]) - datetime.now(UTC).timestamp()) < 60
        assert content["id"] == headers["Webhook-Id"]
        assert content["data"]["reference"] == case["reference"]
        assert b"Jansen" not in body


def test_only_the_events_asked_for_are_sent(app, private_too, admin, receiver, post):
    admin.post(PATH, json={"url": receiver.url, "events": ["case.closed"]})
    post()

    assert send_due(app, private_too) == 0


def test_a_refused_case_is_not_told_of(app, private_too, hook, service, post):
    case = post()
    send_due(app, private_too)
    body = {"interviewId": case["id"]}
    service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": case["id"]})

    assert send_due(app, private_too) == 0


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_did_not_arrive_is_sent_again_later(app, private_too, hook, receiver, admin, post, status):
    receiver.status = status
    post()
    send_due(app, private_too)
    (waiting,) = admin.get(f"{PATH}/{hook['id']}/deliveries").json()["items"]
    too_early = send_due(app, private_too)

    receiver.status = 200
    with transaction(app.state.engine) as session:
        session.execute(update(WebhookDelivery).values(next_attempt_at=datetime.now(UTC)))
    send_due(app, private_too)
    (arrived,) = admin.get(f"{PATH}/{hook['id']}/deliveries").json()["items"]

    assert waiting["error"] == f"HTTP {status}"
    assert waiting["deliveredAt"] is None
    assert too_early == 0
    assert arrived["attempts"] == 2
    assert arrived["deliveredAt"]
    assert arrived["nextAttemptAt"] is None
    assert len({headers["Webhook-Id"] for headers, _ in receiver.requests}) == 1


def test_pauses_double_and_end(app, private_too, hook, post):
    post()
    pauses, now = [], datetime.now(UTC)
    for _ in range(attempts.MAX_ATTEMPTS):
        with transaction(app.state.engine) as session:
            session.execute(update(WebhookDelivery).values(next_attempt_at=now))
        with transaction(app.state.engine) as session:
            (due,) = outbox.take_due(session, now)
        with transaction(app.state.engine) as session:
            outbox.failed(session, due.id, "HTTP 500", now)
            row = session.query(WebhookDelivery).one()
            pauses.append(row.next_attempt_at and (row.next_attempt_at - now).total_seconds())

    assert pauses[:4] == [10, 20, 40, 80]
    assert pauses[-2:] == [attempts.LONGEST_PAUSE_S, None]


def test_without_permission_nothing_is_sent_to_this_machine(app, private_too, hook, receiver, admin, post):
    post()

    send_due(app, make_settings("sqlite://"))

    (waiting,) = admin.get(f"{PATH}/{hook['id']}/deliveries").json()["items"]
    assert waiting["error"] == "the address is not public"
    assert receiver.requests == []


def test_a_receiver_that_is_away_holds_nothing_up(app, private_too, admin, post):
    hook = admin.post(PATH, json={"url": "http://127.0.0.1:9/hook", "events": ALL}).json()
    post()

    assert send_due(app, private_too) == 1
    assert admin.get(f"{PATH}/{hook['id']}/deliveries").json()["items"][0]["error"] == "ConnectError"


def test_a_webhook_that_was_removed_is_sent_nothing(app, private_too, hook, admin, post):
    post()

    assert admin.delete(f"{PATH}/{hook['id']}").status_code == 204
    assert send_due(app, private_too) == 0


def test_old_deliveries_are_removed(app, private_too, hook, admin, post):
    post()
    send_due(app, private_too)

    with transaction(app.state.engine) as session:
        attempts.remove_old(session, WebhookDelivery, datetime.now(UTC) + attempts.KEPT + timedelta(days=1))

    assert admin.get(f"{PATH}/{hook['id']}/deliveries").json()["items"] == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2a01:7c8::1", True),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("172.31.255.255", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2002:a00:1::", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_only_addresses_on_the_internet_are_public(address, public):
    assert sending.is_public(address) is public
