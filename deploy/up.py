"""Start everything: `python -m deploy.up` (by `make up`). Checks the ports, makes the secrets, brings the database up
to date, hands the processes to supervisor, and says where the website is once every part answers.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.migrate import upgrade
from channels.settings import Settings, load_settings
from deploy.environment import ensure_env_file

HOME = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 300  # Rasa needs about ten seconds to load; a busy machine or a slow disk minutes
POLL_S = 0.3


def busy_ports(settings: Settings) -> list[int]:
    """Which of the three ports something else is listening on already."""
    ports = {settings.port: settings.host, settings.rasa_port: "127.0.0.1", settings.actions_port: "127.0.0.1"}
    return [port for port, host in ports.items() if _is_taken(host, port)]


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def environment(settings: Settings) -> dict[str, str]:
    """What the processes get: the settings by name, and where home and the logs are."""
    return {
        **os.environ,
        "PYTHONPATH": str(HOME),
        "MAAKWIJZER_HOME": str(HOME),
        "MAAKWIJZER_LOGS": str(HOME / settings.logs),
        "MAAKWIJZER_HOST": settings.host,
        "MAAKWIJZER_PORT": str(settings.port),
        "MAAKWIJZER_RASA_PORT": str(settings.rasa_port),
        "MAAKWIJZER_ACTIONS_PORT": str(settings.actions_port),
        "MAAKWIJZER_RASA_SECRET": settings.rasa_secret.get_secret_value(),
        "MAAKWIJZER_SERVICE_TOKEN": settings.service_token.get_secret_value(),
    }


def wait_until_healthy(supervisor: subprocess.Popen[bytes], settings: Settings) -> bool:
    """Ask `/health` until everything answers. False when a process gave up or it takes too long."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and supervisor.poll() is None:
        try:
            if httpx.get(f"http://{_reachable(settings.host)}:{settings.port}/health", timeout=5).status_code == 200:
                return True
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(POLL_S)
    return False


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host


def checked_settings() -> Settings:
    """The settings. Exits with the sentences that say what to set when they are wrong."""
    try:
        return load_settings()
    except ValidationError as error:
        sys.exit("\n".join(_sentence(mistake) for mistake in error.errors(include_input=False)))


def _sentence(mistake: ErrorDetails) -> str:
    name = "_".join(str(part) for part in mistake["loc"]).upper()
    text = mistake["msg"].removeprefix("Value error, ")
    return f"MAAKWIJZER_{name}: {text}." if name else text


def channels_on(settings: Settings) -> str:
    """Which channels people can use, for the line that is printed at the start."""
    on = {"website": True, "Telegram": settings.telegram_on, "WhatsApp": settings.whatsapp_on}
    return ", ".join(f"{name} {'on' if is_on else 'off'}" for name, is_on in on.items())


def main() -> None:
    """Run until Ctrl-C. Exits with one sentence when a port is in use or a process does not come up."""
    ensure_env_file()
    settings = checked_settings()
    if busy := busy_ports(settings):
        ports = ", ".join(map(str, busy))
        sys.exit(
            f"Port {ports} is in use. Stop what runs there, or set MAAKWIJZER_PORT, MAAKWIJZER_RASA_PORT or "
            "MAAKWIJZER_ACTIONS_PORT in .env to another number."
        )
    (HOME / settings.logs).mkdir(parents=True, exist_ok=True)
    upgrade(settings.database_url)
    print("Starting the assistant, the actions and the website ...", flush=True)
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(HOME / "deploy" / "supervisord.conf")],
        cwd=HOME,
        env=environment(settings),
        start_new_session=True,  # Ctrl-C reaches this process only, which then stops the others in order
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.terminate())
    if wait_until_healthy(supervisor, settings):
        address = f"http://{_reachable(settings.host)}:{settings.port}"
        print(
            f"\nMaakwijzer is running.\n  website       {address}/\n  advisor desk  {address}/desk\n"
            f"  health        {address}/health\n  logs          {settings.logs}/\n"
            f"  channels      {channels_on(settings)}\nStop with Ctrl-C.",
            flush=True,
        )
    elif supervisor.poll() is None:
        supervisor.terminate()
        supervisor.wait()
        sys.exit(f"Not everything came up within {START_TIMEOUT_S} seconds. The logs are in {settings.logs}/.")
    code = supervisor.wait()
    print("Stopped.", flush=True)
    sys.exit(0 if code in (0, -signal.SIGTERM) else code)


if __name__ == "__main__":
    main()
