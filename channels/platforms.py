"""Which platforms are on: those whose settings are there."""

from dataclasses import dataclass

from channels.platform import Platform
from channels.rendering.limits import TELEGRAM_PACE_S, WHATSAPP_PACE_S
from channels.settings import Settings
from channels.telegram.bot import TELEGRAM_URL, Telegram
from channels.whatsapp.cloud import GRAPH_URL, WhatsApp


@dataclass(frozen=True)
class Endpoints:
    """Where the platforms are and how fast they may be written to; only tests use others than the real ones."""

    telegram_url: str = TELEGRAM_URL
    telegram_pace_s: float = TELEGRAM_PACE_S
    whatsapp_url: str = GRAPH_URL
    whatsapp_pace_s: float = WHATSAPP_PACE_S


def platforms(settings: Settings, endpoints: Endpoints) -> dict[str, Platform]:
    """The platforms that are on, by name."""
    found: dict[str, Platform] = {}
    if settings.telegram_on:
        found["telegram"] = Telegram(settings, endpoints.telegram_url, endpoints.telegram_pace_s)
    if settings.whatsapp_on:
        found["whatsapp"] = WhatsApp(settings, endpoints.whatsapp_url, endpoints.whatsapp_pace_s)
    return found
