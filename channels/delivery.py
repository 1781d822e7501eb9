"""Sending what waits in the queue of outgoing messages, at each channel's pace."""

import asyncio
import uuid
from typing import Any

import structlog

from actions.reports.files import File
from channels import outgoing
from channels.conversations import ConversationNotFound, NoResultYet
from channels.gateway import Gateway
from channels.outgoing import Sending
from channels.platform import LONGEST_S, LONGEST_WITH_FILE_S, NotSent
from channels.result_files import file_of

log = structlog.get_logger()


async def send_due(gate: Gateway) -> int:
    """Send the next part to everyone whose turn it is; how many were tried."""
    due = await gate.store(outgoing.take_due, gate.now(), gate.platforms)
    results = await asyncio.gather(*(send(gate, sending) for sending in due), return_exceptions=True)
    for failure in (result for result in results if isinstance(result, BaseException)):
        # A mistake of ours with one message must not stop the others; its lease runs out and it is tried again.
        log.error("sending_failed", error=type(failure).__name__)
    return len(due)


async def send(gate: Gateway, sending: Sending) -> None:
    """Send one part that was taken, and note how that went."""
    try:
        await _send(gate, sending)
    except NotSent as error:
        dead = await gate.store(outgoing.not_sent, sending, str(error), error.final, error.wait_s, gate.now())
        event = "message_given_up" if dead else "message_not_sent"
        log.warning(event, channel=sending.channel, attempts=sending.attempts, error=str(error))
        return
    await gate.store(outgoing.sent, sending, gate.now())


async def _send(gate: Gateway, sending: Sending) -> None:
    """Raises NotSent."""
    platform, reference = gate.platforms[sending.channel], f"{sending.reference}:{sending.number_of_part}"
    try:
        async with asyncio.timeout(LONGEST_WITH_FILE_S if "file" in sending.part else LONGEST_S):
            file = await _file(gate, sending.part)
            await platform.send(sending.address, sending.number, sending.part, file, reference)
    except TimeoutError:
        raise NotSent("it took too long", wait_s=platform.report_s) from None


async def _file(gate: Gateway, part: dict[str, Any]) -> File | None:
    """The file that goes with this part, made now; None when there is none. Raises NotSent."""
    if "file" not in part:
        return None
    try:
        return await file_of(gate, uuid.UUID(part["file"]["conversation"]), part["file"]["path"])
    except (ConversationNotFound, NoResultYet, KeyError) as error:
        raise NotSent(f"its file cannot be made: {type(error).__name__}", final=True) from None
