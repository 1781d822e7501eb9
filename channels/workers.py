"""What the platforms need running: dealing with what came in, sending what must go out, and fetching where a platform
is asked for news. They stop between two pieces of work, so that stopping neither loses nor doubles a message.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from channels import dead_letters, inbox, outgoing
from channels.delivery import send_due
from channels.gateway import Gateway
from channels.hearing import Rates, deal_with

log = structlog.get_logger()
LOOK_AGAIN_S = 0.5  # what became due by itself, or was stored by another process, waits no longer than this
STOP_S = 12.0  # longer than a call to a platform may take
SWEEP_S = 3600.0


@dataclass
class Bell:
    """Rings when there may be something to do, so that nothing waits for the next look."""

    event: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """There may be something to do."""
        self.event.set()

    async def wait(self, seconds: float) -> None:
        """Return when it rings, or after this many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self.event.wait()
        except TimeoutError:
            return
        finally:
            self.event.clear()


class Feed(Protocol):
    """A platform's own work while the application runs: registering a webhook, or asking for news."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop."""


@dataclass
class Workers:
    """The loops, and the bells that wake them."""

    gate: Gateway
    rates: Rates
    heard: Bell = field(default_factory=Bell)
    said: Bell = field(default_factory=Bell)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> bool:
        """Deal with what came in, one event of each person; whether there was any."""
        taken = await self.gate.store(inbox.take_due, self.gate.now())
        results = await asyncio.gather(
            *(deal_with(self.gate, self.rates, one) for one in taken), return_exceptions=True
        )
        for failure in (result for result in results if isinstance(result, BaseException)):
            # A mistake of ours with one message must not stop the others; its lease runs out and it is tried again.
            log.error("message_failed", error=type(failure).__name__)
        self.said.ring()
        return bool(taken)

    async def speak(self) -> bool:
        """Send what is due, one part to each person; whether there was any."""
        return bool(await send_due(self.gate))

    async def sweep(self) -> bool:
        """Remove old notes, and say how many letters are dead."""
        await self.gate.store(inbox.remove_old, self.gate.now())
        await self.gate.store(outgoing.remove_old, self.gate.now())
        if dead := await self.gate.read(dead_letters.count):
            log.warning("dead_letters", count=dead, see="python -m channels.dead_letters")
        return False

    async def loop(self, work: Callable[[], Awaitable[bool]], bell: Bell, pause_s: float) -> None:
        """Work while there is any, and else wait for the bell."""
        while not self.stopping.is_set():
            (result,) = await asyncio.gather(work(), return_exceptions=True)
            if isinstance(result, BaseException):
                # A database that is away, or a mistake of ours with one message, must not end the work for all.
                log.error("channel_work_failed", error=type(result).__name__)
            if result is not True:
                await bell.wait(pause_s)

    def stop(self) -> None:
        """Let all loops end after what they are doing."""
        self.stopping.set()
        self.heard.ring()
        self.said.ring()


@asynccontextmanager
async def working(workers: Workers, feeds: Sequence[Feed]) -> AsyncIterator[None]:
    """Run everything until the block ends; nothing when no platform is on."""
    if not workers.gate.platforms:
        yield
        return
    swept = Bell()
    tasks = [
        asyncio.create_task(workers.loop(workers.listen, workers.heard, LOOK_AGAIN_S)),
        asyncio.create_task(workers.loop(workers.speak, workers.said, LOOK_AGAIN_S)),
        asyncio.create_task(workers.loop(workers.sweep, swept, SWEEP_S)),
        *(asyncio.create_task(feed.run(workers.stopping)) for feed in feeds),
    ]
    try:
        yield
    finally:
        workers.stop()
        swept.ring()
        _done, late = await asyncio.wait(tasks, timeout=STOP_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for platform in workers.gate.platforms.values():
            await platform.close()
