"""The application in a process of its own, to be killed: `python -m tests.channels.killable` with all in the
environment. The leases are shorter than in use, so that a test need not wait for them."""

import os
from datetime import timedelta

import uvicorn

from api.app import create_app
from channels import conversations, inbox, outgoing
from channels.platforms import Endpoints
from channels.settings import Settings
from channels.whatsapp.cloud import WhatsApp

SHORT = timedelta(seconds=2)


def main() -> None:
    conversations.LEASE = inbox.LEASE = outgoing.LEASE = SHORT
    WhatsApp.report_s = 6.0
    endpoints = Endpoints(os.environ["TELEGRAM_URL"], 0.02, os.environ["GRAPH_URL"], 0.02)
    settings = Settings(_env_file=None)
    uvicorn.run(create_app(settings, endpoints), port=settings.port, log_config=None)


if __name__ == "__main__":
    main()
