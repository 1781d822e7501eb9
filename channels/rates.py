"""Limits on how fast anyone may go: messages of a conversation, new conversations from an address.

Counted in this process; behind several web workers each counts its own share.
"""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from channels.problems import TooManyRequests


class Rate:
    """At most `per_minute` hits a minute for each key."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, key: str) -> None:
        """Count one. Raises TooManyRequests that says after how many seconds there is room again."""
        if not self._limiter.hit(self._item, key):
            reset = self._limiter.get_window_stats(self._item, key).reset_time
            raise TooManyRequests(
                "Dat gaat te snel. Wacht even en probeer het dan opnieuw.", int(reset - time.time()) + 1
            )
