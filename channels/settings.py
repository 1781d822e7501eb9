"""All settings of the product, read once from the environment or `.env` (prefix `MAAKWIJZER_`).

`docs/operator.md` describes each; a test holds the two together.
"""

import re
from functools import cache
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from channels.office_hours import Hours, parse
from channels.rendering.limits import TELEGRAM_PACE_S, WHATSAPP_PACE_S
from channels.web.embedding import origins

BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")  # core.telegram.org/bots/api, "Authorizing your bot"
SMTP_URL = re.compile(r"smtps?://([^@/\s]+@)?[^@:/\s]+(:\d+)?/?")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
WHATSAPP_NEEDS = ("whatsapp_token", "whatsapp_phone_number_id", "whatsapp_app_secret", "whatsapp_verify_token")


class Settings(BaseSettings):
    """Settings with safe defaults; the secrets have none and are made at the first start (`deploy/up.py`)."""

    model_config = SettingsConfigDict(
        env_prefix="MAAKWIJZER_",
        env_file=".env",
        extra="ignore",
        hide_input_in_errors=True,  # the input holds secrets
    )

    database_url: str = "sqlite:///data/maakwijzer.db"
    host: str = "127.0.0.1"
    port: int = 8000
    rasa_port: int = 5005
    actions_port: int = 5055
    public_url: str = "http://localhost:8000"
    rasa_secret: SecretStr = Field(min_length=32)
    service_token: SecretStr = Field(min_length=32)
    case_api_url: str = ""
    """Base of the case API, `/api/v1` included; empty: this application's own."""

    organisation: str = "de beheerder van deze Maakwijzer"
    contact: str = ""
    """How a person reaches the organisation: phone, e-mail or both, as shown to the owner."""
    privacy_contact: str = ""
    api_contact_email: str = "beheer@maakwijzer.example"
    """Where users of the API may write to; named in its description."""

    office_hours: str = "ma-vr 09:00-17:00"
    """When somebody can be reached, in local time; empty: nothing is promised."""
    advisor_silence_minutes: int = Field(30, ge=1)
    """After so many minutes without a word of the advisor who took over, the assistant is back."""

    embed_origins: str = ""
    """The other sites that may show the chat, comma separated: `https://www.example.nl`; empty: none."""

    webhooks_to_private_networks: bool = False
    """Whether webhooks may go to private addresses and over plain http; for tests and networks of one's own."""

    telegram_token: SecretStr = SecretStr("")
    """Token of the bot, from @BotFather; empty: Telegram is off."""
    telegram_polling: bool = False
    """Ask Telegram for messages instead of having them brought to `public_url`."""
    telegram_url: str = "https://api.telegram.org"
    """Where the Bot API is: Telegram's, or a Bot API server of one's own."""
    telegram_pace_seconds: float = Field(TELEGRAM_PACE_S, gt=0)
    """The least time between two messages in one chat."""
    whatsapp_token: SecretStr = SecretStr("")
    """Access token of the Cloud API; WhatsApp is on when all four are set."""
    whatsapp_phone_number_id: str = ""
    whatsapp_app_secret: SecretStr = SecretStr("")
    whatsapp_verify_token: SecretStr = SecretStr("")
    whatsapp_url: str = "https://graph.facebook.com/v24.0"
    """Where the Cloud API is, with its version."""
    whatsapp_pace_seconds: float = Field(WHATSAPP_PACE_S, gt=0)
    """The least time between two messages to one person."""
    whatsapp_template: str = ""
    """Name of the approved template with which a person is asked to write again after 24 hours."""

    smtp_url: SecretStr = SecretStr("")
    """The mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://...:465`; empty: no mail is sent."""
    mail_from: str = ""
    """The address that mail comes from."""

    oidc_issuer: str = ""
    """OpenID provider with which advisors log in; empty: with a password of this desk."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_role_claim: str = "roles"
    """The claim of the ID token that holds somebody's groups or roles; a dot goes deeper: `realm_access.roles`."""
    oidc_roles: str = ""
    """Which value of that claim gives which role, the strongest first: `beheer=admin,adviseurs=advisor`."""

    messages_per_minute: int = 120
    conversations_per_minute: int = 60
    assessments_per_minute: int = 120
    retention_finished_days: int = 365
    retention_unfinished_days: int = 30
    log_json: bool = True
    logs: str = "data/logs"

    @field_validator("office_hours")
    @classmethod
    def _readable(cls, value: str) -> str:
        parse(value)
        return value

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        origins(value)
        return value

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if wrong := [*channel_mistakes(self), *mail_mistakes(self), *oidc_mistakes(self)]:
            raise ValueError(" ".join(wrong))
        return self

    @property
    def telegram_on(self) -> bool:
        """Whether people can talk to us on Telegram."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def whatsapp_on(self) -> bool:
        """Whether people can talk to us on WhatsApp."""
        return bool(self.whatsapp_token.get_secret_value())

    @property
    def mail_on(self) -> bool:
        """Whether mail can be sent."""
        return bool(self.smtp_url.get_secret_value())

    @property
    def oidc_on(self) -> bool:
        """Whether advisors log in with an OpenID provider."""
        return bool(self.oidc_issuer)

    @property
    def oidc_role_of(self) -> dict[str, str]:
        """The role by the value of the claim, the strongest first."""
        pairs = (pair.rpartition("=") for pair in self.oidc_roles.split(",") if pair.strip())
        return {value.strip(): role.strip() for value, _, role in pairs}

    @property
    def open_hours(self) -> tuple[Hours, ...]:
        """The office hours by day of the week."""
        return parse(self.office_hours)


def on_this_machine(url: str) -> bool:
    """Whether a server at this address runs on this machine."""
    return urlsplit(url).hostname in LOOPBACK


def _safe(url: str) -> bool:
    """Whether a secret may be sent there: nobody can listen in."""
    return url.startswith("https://") or (url.startswith("http://") and on_this_machine(url))


def channel_mistakes(settings: Settings) -> list[str]:
    """What is wrong with the settings of Telegram and WhatsApp: for each a sentence that says what to set."""
    wrong = []
    token = settings.telegram_token.get_secret_value()
    if token and not BOT_TOKEN.fullmatch(token):
        wrong.append("MAAKWIJZER_TELEGRAM_TOKEN is no token of a bot: copy it whole from @BotFather (digits:letters).")
    if token and not settings.telegram_polling and not settings.public_url.startswith("https://"):
        wrong.append(
            "Telegram brings messages to https addresses only: set MAAKWIJZER_PUBLIC_URL to yours, or "
            "MAAKWIJZER_TELEGRAM_POLLING=true."
        )
    secrets = {name: getattr(settings, name) for name in WHATSAPP_NEEDS}
    values = {name: v.get_secret_value() if isinstance(v, SecretStr) else v for name, v in secrets.items()}
    for name in ("telegram_url", "whatsapp_url"):
        if not _safe(getattr(settings, name)):
            wrong.append(f"MAAKWIJZER_{name.upper()} must begin with https://, because secrets go there.")
    missing = [f"MAAKWIJZER_{name.upper()}" for name, value in values.items() if not value]
    if missing and len(missing) < len(WHATSAPP_NEEDS):
        wrong.append(f"WhatsApp needs all of its settings: set {' and '.join(missing)} too, or none of them.")
    return wrong


def mail_mistakes(settings: Settings) -> list[str]:
    """What is wrong with the settings of mail: for each a sentence that says what to set."""
    server, sender = settings.smtp_url.get_secret_value(), settings.mail_from
    wrong = []
    if server and not SMTP_URL.fullmatch(server):
        wrong.append("MAAKWIJZER_SMTP_URL is not understood: write smtp://user:password@host:587 or smtps://...:465.")
    if server and "@" not in sender:
        wrong.append("Mail needs an address to come from: set MAAKWIJZER_MAIL_FROM.")
    return wrong


def oidc_mistakes(settings: Settings) -> list[str]:
    """What is wrong with the settings of OpenID Connect: for each a sentence that says what to set."""
    if not settings.oidc_on:
        return []
    wrong = []
    address = urlsplit(settings.oidc_issuer)
    if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        wrong.append("MAAKWIJZER_OIDC_ISSUER must be an https address.")
    if not settings.oidc_client_id or not settings.oidc_client_secret.get_secret_value():
        wrong.append("Set MAAKWIJZER_OIDC_CLIENT_ID and MAAKWIJZER_OIDC_CLIENT_SECRET too.")
    roles = settings.oidc_role_of
    if not roles or "" in roles or not set(roles.values()) <= {"advisor", "editor", "admin"}:
        wrong.append("MAAKWIJZER_OIDC_ROLES needs pairs like beheer=admin,adviseurs=advisor (advisor, editor, admin).")
    return wrong


@cache
def load_settings() -> Settings:
    """The settings of this process. Raises pydantic.ValidationError naming what is missing or unsafe."""
    return Settings()
