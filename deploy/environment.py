"""The `.env` file of an installation, made at the first start with secrets of its own."""

import os
import secrets
from pathlib import Path

ENV_FILE = Path(__file__).resolve().parent.parent / ".env"
SECRETS = ("MAAKWIJZER_RASA_SECRET", "MAAKWIJZER_SERVICE_TOKEN")


def ensure_env_file(path: Path = ENV_FILE) -> list[str]:
    """Add each secret that neither the file nor the environment has, readable by its owner only.

    Returns the names that were added.
    """
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [name for name in SECRETS if name not in os.environ and f"{name}=" not in known]
    if missing:
        path.touch(mode=0o600, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={secrets.token_urlsafe(32)}\n" for name in missing)
    return missing


if __name__ == "__main__":
    ensure_env_file()
