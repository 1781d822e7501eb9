"""Rasa and the action server by themselves, each started and stopped by a test."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.system import HOME, free_port

SECRET = "t" * 40
ABOUT = {"organisation": "Stichting Voorbeeld", "contact": "", "privacy_url": "http://localhost/privacy", "days": 30}
START_TIMEOUT_S = 300


@contextmanager
def started(command: list[str], env: dict[str, str], health: str) -> Iterator[None]:
    """A process for as long as the block lasts, from when its health address answers."""
    process = subprocess.Popen(
        command,
        cwd=HOME,
        env={**os.environ, "PYTHONPATH": str(HOME), **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(health, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answered at {url}")


class Rasa:
    """A Rasa server whose action server listens, or not, at `actions_port`."""

    def __init__(self) -> None:
        """Choose the ports; nothing is started yet."""
        self.port, self.actions_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/webhooks/maakwijzer"

    @contextmanager
    def running(self) -> Iterator["Rasa"]:
        """The Rasa server, as `deploy/supervisord.conf` starts it."""
        env = {
            "MAAKWIJZER_RASA_SECRET": SECRET,
            "MAAKWIJZER_RASA_PORT": str(self.port),
            "MAAKWIJZER_ACTIONS_PORT": str(self.actions_port),
        }
        python = str(HOME / "bot" / ".venv" / "bin" / "python")
        with started([python, "-m", "bot.serve"], env, f"{self.url}/health"):
            yield self

    @contextmanager
    def actions(self) -> Iterator[None]:
        """The action server."""
        command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions.actions", "--port", str(self.actions_port)]
        with started(command, {"SANIC_HOST": "127.0.0.1"}, f"http://127.0.0.1:{self.actions_port}/health"):
            yield

    def post(self, text: str, state: dict[str, Any] | None = None, secret: str = SECRET, **more: Any) -> httpx.Response:
        """Send one message as the gateway does."""
        body = {
            "sender": "web:test",
            "messageId": "1",
            "channel": "web",
            "text": text,
            "payload": None,
            "command": None,
            "state": state,
            "today": "2026-11-23",
            "about": ABOUT,
            **more,
        }
        return httpx.post(f"{self.url}/webhook", json=body, headers={"Authorization": f"Bearer {secret}"}, timeout=30)
