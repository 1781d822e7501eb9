"""The running system for tests: the real processes on free ports, with a database of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

HOME = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 320


@dataclass(frozen=True)
class System:
    """Where the running system answers, and the process that `make up` would be."""

    url: str
    env: dict[str, str]
    process: subprocess.Popen[str]
    folder: Path


def free_port() -> int:
    """A port nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(folder: Path, **more: str) -> dict[str, str]:
    """An environment for a system that shares nothing with any other."""
    port = free_port()
    return {
        **os.environ,
        "PYTHONPATH": str(HOME),
        "MAAKWIJZER_DATABASE_URL": f"sqlite:///{folder}/maakwijzer.db",
        "MAAKWIJZER_LOGS": str(folder),
        "MAAKWIJZER_PORT": str(port),
        "MAAKWIJZER_RASA_PORT": str(free_port()),
        "MAAKWIJZER_ACTIONS_PORT": str(free_port()),
        "MAAKWIJZER_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MAAKWIJZER_RASA_SECRET": "r" * 40,
        "MAAKWIJZER_SERVICE_TOKEN": "s" * 40,
        "MAAKWIJZER_ORGANISATION": "Stichting Voorbeeld",
        "MAAKWIJZER_CONTACT": "bel 030 123 45 67 of mail hallo@voorbeeld.test",
        "MAAKWIJZER_CONVERSATIONS_PER_MINUTE": "10000",
        "MAAKWIJZER_MESSAGES_PER_MINUTE": "10000",
        **more,
    }


@contextmanager
def running(folder: Path, **more: str) -> Iterator[System]:
    """Start everything the way `make up` does, and stop it with the signal of Ctrl-C."""
    env = settings_for(folder, **more)
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy.up"],
        cwd=HOME,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    system = System(f"http://127.0.0.1:{env['MAAKWIJZER_PORT']}", env, process, folder)
    try:
        _wait_for_line(process, "Stop with Ctrl-C.")
        yield system
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _wait_for_line(process: subprocess.Popen[str], line: str) -> None:
    said = []
    deadline = time.monotonic() + START_TIMEOUT_S
    assert process.stdout is not None
    for printed in process.stdout:
        said.append(printed)
        if line in printed:
            return
        if time.monotonic() > deadline:
            break
    raise AssertionError("the system did not start:\n" + "".join(said))


@dataclass
class Owner:
    """A person in a conversation, through the website's API."""

    client: httpx.Client
    conversation: str
    token: str
    last: dict[str, Any]

    @classmethod
    def arrives(cls, url: str) -> "Owner":
        """Start a conversation."""
        client = httpx.Client(base_url=f"{url}/api/v1/chat", timeout=30)
        started = client.post("/conversations", json={"channel": "web"})
        assert started.status_code == 201, started.text
        body = started.json()
        client.headers["Authorization"] = f"Bearer {body['token']}"
        return cls(client, body["id"], body["token"], body)

    def says(self, text: str) -> dict[str, Any]:
        """Type something."""
        return self._send({"text": text})

    def presses(self, payload: str) -> dict[str, Any]:
        """Press a button."""
        return self._send({"payload": payload})

    def _send(self, body: dict[str, str]) -> dict[str, Any]:
        answer = self.client.post(f"/conversations/{self.conversation}/messages", json=body)
        assert answer.status_code == 200, answer.text
        self.last = answer.json()
        return self.last

    @property
    def heard(self) -> str:
        """All that was said in the last turn."""
        return "\n".join(message["text"] for message in self.last["messages"] if message["role"] == "bot")

    def export(self) -> dict[str, Any]:
        """Everything held about this person."""
        answer = self.client.get(f"/conversations/{self.conversation}/export")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body
