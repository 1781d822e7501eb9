"""A tracker store that keeps nothing: the gateway owns the state of every interview and sends it with each message.

Rasa's stores load and replay all events of a session at each turn, so a turn grows slower as the interview grows.
Here every turn starts from an empty tracker: turn 40 costs what turn 5 costs, a restart of Rasa loses nothing, any
server can take any turn, and after an erasure nothing of a person is left behind.
"""

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Satisfies Rasa's contract (`rasa/core/tracker_store.py`): what is never kept is never found."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps nothing."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """None: each turn begins with a new tracker."""
        return None

    async def keys(self) -> Iterable[str]:
        """No conversations."""
        return []
