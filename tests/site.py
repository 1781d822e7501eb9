"""The whole application on a real port, with a stand-in for Rasa and one for the case API around it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from api.app import create_app
from channels.settings import Settings
from tests.servers import SECRET, TOKEN, CaseApiStandIn, RasaStandIn, free_socket, serving


class Site:
    """A running application and its surroundings; `restarted` runs it anew on the same database."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        self.database_url, self.overrides = database_url, settings
        self.rasa, self.cases = RasaStandIn(), CaseApiStandIn()
        self.rasa_port = self.cases_port = 0

    @contextmanager
    def surroundings(self) -> Iterator[None]:
        with ExitStack() as stack:
            self.rasa_port = stack.enter_context(serving(self.rasa.app, free_socket()))
            self.cases_port = stack.enter_context(serving(self.cases.app, free_socket()))
            yield

    @contextmanager
    def running(self) -> Iterator["Client"]:
        sock = free_socket()
        port = sock.getsockname()[1]
        values: dict[str, Any] = {
            "database_url": self.database_url,
            "port": port,
            "public_url": f"http://127.0.0.1:{port}",
            "rasa_port": self.rasa_port,
            "rasa_secret": SECRET,
            "service_token": TOKEN,
            "case_api_url": f"http://127.0.0.1:{self.cases_port}/api/v1",
            "organisation": "Stichting Slim Maken",
            "contact": "bel 053 123 45 67",
            **self.overrides,
        }
        app = create_app(Settings(**values, _env_file=None))
        with serving(app, sock), httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=40) as http:
            yield Client(http, app)


class Client:
    """A person's side of the chat API."""

    def __init__(self, http: httpx.Client, app: Any) -> None:
        self.http, self.app = http, app
        self.id = self.token = ""

    def start(self) -> dict[str, Any]:
        started = self.http.post("/api/v1/chat/conversations", json={"channel": "web"})
        assert started.status_code == 201, started.text
        self.id, self.token = started.json()["id"], started.json()["token"]
        return dict(started.json())

    @property
    def url(self) -> str:
        return f"/api/v1/chat/conversations/{self.id}"

    def request(self, method: str, path: str = "", **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.http.request(method, f"{self.url}{path}", headers=headers, **options)

    def send(self, text: str, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return self.request("POST", "/messages", json={"text": text}, headers=headers)

    def press(self, payload: str) -> httpx.Response:
        return self.request("POST", "/messages", json={"payload": payload})

    def said(self, text: str) -> dict[str, Any]:
        answer = self.send(text)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def read(self) -> dict[str, Any]:
        return dict(self.request("GET").json())

    def texts(self) -> list[str]:
        return [message["text"] for message in self.read()["messages"]]
