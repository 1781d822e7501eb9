"""What goes on by itself while the application runs: delivering cases, and removing what was kept long enough."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

import structlog

from channels.gateway import Gateway, deliver_due, end_silent_takeovers
from channels.retention import remove_due

log = structlog.get_logger()
DELIVERY_PAUSE_S = 2.0
SILENCE_PAUSE_S = 15.0  # how often is looked whether an advisor was silent too long
RETENTION_PAUSE_S = 24 * 3600.0


async def repeat(work: Callable[[], Awaitable[object]], pause_s: float) -> None:
    """Do the work again and again. A database that is away, or a mistake of ours, is no reason to end it for good."""
    while True:
        (result,) = await asyncio.gather(work(), return_exceptions=True)
        if isinstance(result, BaseException):
            log.error("background_work_failed", error=type(result).__name__)
        await asyncio.sleep(pause_s)


async def cancelled(*tasks: asyncio.Task[None]) -> None:
    """End tasks that go on by themselves, and wait until they have."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def _told_to_stop(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` on the signal that stops the process, before the server's own handler.

    The server first waits for its open requests, and one that waits for news would keep it for 25 seconds.
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield
        return
    loop = asyncio.get_running_loop()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        handler = handlers[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in handlers:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@asynccontextmanager
async def background(gateway: Gateway) -> AsyncIterator[None]:
    """Run the background work until the block ends, and then close the connections."""

    async def deliveries() -> None:
        await deliver_due(gateway)

    async def silence() -> None:
        await end_silent_takeovers(gateway)

    async def retention() -> None:
        removed = await gateway.store(remove_due, gateway.now(), gateway.settings)
        log.info("conversations_removed", count=removed)

    tasks = [
        asyncio.create_task(repeat(deliveries, DELIVERY_PAUSE_S)),
        asyncio.create_task(repeat(silence, SILENCE_PAUSE_S)),
        asyncio.create_task(repeat(retention, RETENTION_PAUSE_S)),
    ]
    try:
        with _told_to_stop(gateway.signals.close):
            yield
    finally:
        await cancelled(*tasks)
        await gateway.rasa.close()
        await gateway.cases.close()
