"""What a platform must be able to do, and how it says that something could not be sent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

from actions.reports.files import File
from channels.rendering.bubbles import Bubble

TIMEOUT_S = 10.0  # for connecting, writing or reading
LONGEST_S = 15.0  # for sending a part without a file; the lease on it is longer
LONGEST_WITH_FILE_S = 50.0


class NotSent(Exception):
    """The platform did not take a message; the text says why, without anybody's words.

    `final`: trying again will not help. `wait_s`: how long the platform itself asks to wait.
    """

    def __init__(self, reason: str, final: bool = False, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.final, self.wait_s = final, wait_s


class Platform(Protocol):
    """Telegram or WhatsApp: how messages look there, how fast they may go, and how one is sent."""

    name: str
    pace_s: float
    folds: bool
    """Whether messages that wait for the same person go together."""
    window: timedelta | None
    """How long after a person's last message it may write; None: always."""
    report_s: float
    """How long to wait for a sign that a message arrived of which nobody knows whether it was sent."""

    def render(self, bubbles: Sequence[Bubble]) -> list[dict[str, Any]]:
        """The parts that show these messages."""

    def template(self) -> dict[str, Any] | None:
        """The part that may be sent outside the window; None when there is none."""

    async def send(
        self, address: str, number: str | None, part: dict[str, Any], file: File | None, reference: str
    ) -> None:
        """Send one part, with its file if it has one. Raises NotSent."""

    async def acknowledge(self, press: dict[str, Any], keyboard: Bubble | None, chosen: Sequence[int]) -> None:
        """Show that a button was pressed, if the platform has a way to; failing at that is no error."""

    async def close(self) -> None:
        """Close the connections."""
