"""The application in a process of its own, to be killed. The leases are shorter than in use, so that a test need not
wait for them."""

import os
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import uvicorn

from api.app import create_app
from channels import backoff, conversations, inbox, outgoing, workers
from channels.settings import Settings
from channels.telegram.bot import Telegram
from channels.whatsapp.cloud import WhatsApp

SHORT = timedelta(seconds=2)
REPORT_S = 3.0  # a report that is late counts as none
FORKS = get_context("forkserver")  # what was imported once is there in each process


def started(env: dict[str, str]) -> BaseProcess:
    """A running process with this environment."""
    FORKS.set_forkserver_preload([__name__])
    process = FORKS.Process(target=_serve, args=(env,), daemon=True)
    process.start()
    return process


def _serve(env: dict[str, str]) -> None:
    os.environ |= env
    conversations.LEASE = inbox.LEASE = outgoing.LEASE = SHORT
    Telegram.report_s = WhatsApp.report_s = REPORT_S
    backoff.FIRST_S = workers.LOOK_AGAIN_S = 0.05
    settings = Settings(_env_file=None)
    uvicorn.run(create_app(settings), port=settings.port, log_config=None)
