"""Sending what waits in the queue of outgoing messages, at each channel's pace."""

import asyncio

import structlog

from channels import outgoing
from channels.gateway import Gateway
from channels.outgoing import Sending
from channels.platform import NotSent

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
    reference = f"{sending.reference}:{sending.number_of_part}"
    try:
        await gate.platforms[sending.channel].send(sending.address, sending.number, sending.part, reference)
    except NotSent as error:
        dead = await gate.store(outgoing.not_sent, sending, str(error), error.final, error.wait_s, gate.now())
        event = "message_given_up" if dead else "message_not_sent"
        log.warning(event, channel=sending.channel, attempts=sending.attempts, error=str(error))
        return
    await gate.store(outgoing.sent, sending, gate.now())
