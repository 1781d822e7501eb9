"""All settings of the product, read once from the environment or `.env` (prefix `MAAKWIJZER_`).

`docs/operator.md` describes each; a test holds the two together.
"""

from functools import cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings with safe defaults; the secrets have none and are made at the first start (`deploy/up.py`)."""

    model_config = SettingsConfigDict(env_prefix="MAAKWIJZER_", env_file=".env", extra="ignore")

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

    messages_per_minute: int = 120
    conversations_per_minute: int = 60
    assessments_per_minute: int = 120
    retention_finished_days: int = 365
    retention_unfinished_days: int = 30
    log_json: bool = True
    logs: str = "data/logs"


@cache
def load_settings() -> Settings:
    """The settings of this process. Raises pydantic.ValidationError naming what is missing or unsafe."""
    return Settings()
