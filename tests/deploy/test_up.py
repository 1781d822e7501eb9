"""`make up`: one clear sentence when it cannot start, a clean stop, and inner processes that nobody else can reach."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deploy.environment import SECRETS, ensure_env_file
from tests.system import HOME, System, running, settings_for


def test_a_port_in_use_gives_one_sentence(tmp_path: Path) -> None:
    env = settings_for(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(env["MAAKWIJZER_PORT"])))
        taken.listen()

        done = subprocess.run([sys.executable, "-m", "deploy.up"], cwd=HOME, env=env, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {env['MAAKWIJZER_PORT']} is in use.")
    assert "Traceback" not in done.stderr


def test_health_names_every_part_and_the_dutch_pipeline(system: System) -> None:
    answer = httpx.get(f"{system.url}/health")

    assert answer.status_code == 200
    for part in ("web", "rasa", "actions", "database", "nl_"):
        assert part in answer.text


def test_rasa_and_the_actions_listen_on_loopback_only(system: System) -> None:
    for port in (system.env["MAAKWIJZER_RASA_PORT"], system.env["MAAKWIJZER_ACTIONS_PORT"]):
        listening = [
            line.split()[1]
            for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
            if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == int(port)
        ]

        assert listening
        assert all(address.startswith("0100007F") for address in listening)


def test_secrets_are_made_once_and_readable_by_the_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / ".env"

    assert ensure_env_file(file) == list(SECRETS)
    first = file.read_text()

    assert ensure_env_file(file) == []
    assert file.read_text() == first
    assert file.stat().st_mode & 0o077 == 0


def test_ctrl_c_stops_every_process(tmp_path: Path) -> None:
    with running(tmp_path) as system:
        ports = [int(system.env[f"MAAKWIJZER_{name}PORT"]) for name in ("", "RASA_", "ACTIONS_")]
        system.process.send_signal(signal.SIGINT)
        code = system.process.wait(timeout=60)

    assert code == 0
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
