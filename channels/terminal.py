"""The conversation in a terminal, against a running installation: `make chat`."""

import sys
from typing import Any

import httpx

from channels.settings import load_settings

TIMEOUT_S = 30
CLOSED = ("/q", "/quit")


def show(message: dict[str, Any]) -> None:
    """Print one message with its buttons."""
    print(f"\n{message['text']}")
    if titles := [button["title"] for button in message["buttons"]]:
        print(f"  [{'] ['.join(titles)}]")


def main() -> None:
    """Talk until end of input. Exits with one sentence when nothing is running."""
    base = f"http://127.0.0.1:{load_settings().port}/api/v1/chat"
    with httpx.Client(base_url=base, timeout=TIMEOUT_S) as client:
        try:
            started = client.post("/conversations", json={"channel": "web"}).raise_for_status().json()
        except httpx.HTTPError:
            sys.exit("Maakwijzer is not running: start it with 'make up' in another terminal.")
        for message in started["messages"]:
            show(message)
        path, headers = f"/conversations/{started['id']}/messages", {"Authorization": f"Bearer {started['token']}"}
        for line in _lines():
            answer = client.post(path, json={"text": line}, headers=headers).json()
            for message in answer.get("messages") or [{"text": answer.get("detail", ""), "buttons": []}]:
                show(message)


def _lines() -> Any:
    while True:
        try:
            line = input("\n> ")
        except EOFError:
            return
        if line.strip() in CLOSED:
            return
        yield line


if __name__ == "__main__":
    main()
