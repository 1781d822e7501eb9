"""Which platforms are on: those whose settings are there."""

from channels.platform import Platform
from channels.settings import Settings
from channels.telegram.bot import Telegram
from channels.whatsapp.cloud import WhatsApp


def platforms(settings: Settings) -> dict[str, Platform]:
    """The platforms that are on, by name."""
    found: dict[str, Platform] = {}
    if settings.telegram_on:
        found["telegram"] = Telegram(settings)
    if settings.whatsapp_on:
        found["whatsapp"] = WhatsApp(settings)
    return found
