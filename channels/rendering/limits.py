"""Limits of the platforms, each with its source. Used by the renderers and by their tests."""

# Telegram: core.telegram.org/bots/api and python-telegram-bot's constants.py (checked November 2026)
TELEGRAM_TEXT = 4096  # sendMessage: characters after entities are parsed
TELEGRAM_CAPTION = 1024  # sendPhoto, sendDocument
TELEGRAM_CALLBACK_BYTES = 64  # InlineKeyboardButton.callback_data: bytes, not characters
TELEGRAM_PACE_S = 1.0  # core.telegram.org/bots/faq: about one message a second in one chat

# WhatsApp Cloud API: developers.facebook.com/documentation/business-messaging/whatsapp and pywa's types/callback.py
WHATSAPP_TEXT = 4096
WHATSAPP_CAPTION = 1024
WHATSAPP_BUTTONS = 3  # reply buttons in one message
WHATSAPP_BUTTON_TITLE = 20
WHATSAPP_BUTTON_ID = 256
WHATSAPP_BODY = 1024  # of a message with buttons; of a list too in the older documents, 4096 in the newer ones
WHATSAPP_ROWS = 10  # of a list, over all its sections together
WHATSAPP_ROW_TITLE = 24
WHATSAPP_ROW_DESCRIPTION = 72
WHATSAPP_ROW_ID = 200
WHATSAPP_LIST_BUTTON = 20
WHATSAPP_PACE_S = 6.0  # pair rate: about one message in six seconds to the same person, error 131056 above it
WHATSAPP_WINDOW_H = 24  # free messages only so long after the person's last one
