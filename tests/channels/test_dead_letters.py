"""Messages that were given up are visible to the operator, without what people wrote, and can be tried again."""

import pytest

from channels import dead_letters
from channels.channel_tables import OutgoingRow
from channels.settings import load_settings
from tests.channels.platforms import stage, talks, until


def test_dead_letters_are_listed_and_tried_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAAKWIJZER_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MAAKWIJZER_RASA_SECRET", "r" * 32)
    monkeypatch.setenv("MAAKWIJZER_SERVICE_TOKEN", "s" * 32)
    load_settings.cache_clear()
    with stage(sqlite_url) as running:
        talks(running.jan, "/start")
        running.bot_api.failures.add(403, {"ok": False, "error_code": 403, "description": "Forbidden: blocked"})
        running.jan.says("geheim")
        until(lambda: not running.bot_api.failures.queue and running.rows(OutgoingRow) == {"outgoing": 1})
        until(
            lambda: dead_letters.main([]) == 0 and "blocked the bot" in (listed := capsys.readouterr().out) and listed
        )

        dead_letters.main([])
        listed = capsys.readouterr().out
        assert running.client.http.get("/health").json()["deadLetters"] == 1
        assert "telegram" in listed
        assert "geheim" not in listed
        assert dead_letters.main(["--retry", listed.split("\t")[0]]) == 0
        until(lambda: any("geheim" in text for text in running.jan.heard))
        until(lambda: running.client.http.get("/health").json()["deadLetters"] == 0)
        assert dead_letters.main(["--retry", "out-999"]) == 1
        assert dead_letters.main(["--retry", "all"]) == 1
    load_settings.cache_clear()
