"""Who waits for news of a conversation inside this process; across processes the database is asked now and then."""

import asyncio
import uuid
from collections import defaultdict


class Signals:
    """Wakes everyone who waits for a conversation, without a thread or a database connection for each."""

    def __init__(self) -> None:
        self._waiting: defaultdict[uuid.UUID, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def notify(self, conversation_id: uuid.UUID) -> None:
        """Something of this conversation changed."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    def close(self) -> None:
        """The process is about to stop: nobody should wait any longer."""
        self.closed = True
        for conversation_id in list(self._waiting):
            self.notify(conversation_id)

    async def wait(self, conversation_id: uuid.UUID, seconds: float) -> None:
        """Return at the next change, or after this many seconds."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            self._waiting[conversation_id].discard(event)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]
