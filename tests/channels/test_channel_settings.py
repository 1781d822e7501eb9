"""A channel is on when its settings are there, and wrong settings say what to set."""

from typing import Any

import pytest
from pydantic import ValidationError

from channels.settings import Settings
from deploy.up import channels_on
from tests.channels.standins import BOT_TOKEN

HTTPS = {"public_url": "https://maakwijzer.test"}
WHATSAPP = {
    "whatsapp_token": "a",
    "whatsapp_phone_number_id": "1",
    "whatsapp_app_secret": "b",
    "whatsapp_verify_token": "c",
}


def made(**values: Any) -> Settings:
    return Settings(rasa_secret="r" * 32, service_token="s" * 32, _env_file=None, **values)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "website on, Telegram off, WhatsApp off"),
        ({"telegram_token": BOT_TOKEN, "telegram_polling": True}, "website on, Telegram on, WhatsApp off"),
        ({"telegram_token": BOT_TOKEN, **WHATSAPP, **HTTPS}, "website on, Telegram on, WhatsApp on"),
    ],
)
def test_the_start_says_which_channels_are_on(values: dict[str, Any], line: str) -> None:
    assert channels_on(made(**values)) == line


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"telegram_token": "geheim", **HTTPS}, "MAAKWIJZER_TELEGRAM_TOKEN"),
        ({"telegram_token": BOT_TOKEN}, "MAAKWIJZER_TELEGRAM_POLLING=true"),
        ({**WHATSAPP, "whatsapp_app_secret": ""}, "set MAAKWIJZER_WHATSAPP_APP_SECRET too"),
        ({"telegram_url": "http://api.telegram.org"}, "MAAKWIJZER_TELEGRAM_URL must begin with https://"),
        ({"whatsapp_url": "http://localhost.example.com"}, "MAAKWIJZER_WHATSAPP_URL must begin with https://"),
    ],
)
def test_wrong_settings_say_what_to_set(values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        made(**values)

    assert told in str(refused.value)
    assert "geheim" not in str(refused.value)
    assert BOT_TOKEN not in str(refused.value)


def test_a_channel_that_is_off_has_no_address(client: Any) -> None:
    assert client.http.post("/webhooks/telegram", json={}).status_code == 404
    assert client.http.post("/webhooks/whatsapp", json={}).status_code == 404
