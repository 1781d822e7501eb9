"""Limits on how fast anyone may go: messages of a conversation, new conversations from an address.

Counted in this process; behind several web workers each counts its own share.
"""

import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from channels.problems import TooManyRequests


class Rate:
    """At most `most` hits a minute for each key, or in another period."""

    def __init__(self, most: int, period: type[RateLimitItem] = RateLimitItemPerMinute) -> None:
        self._item = period(most)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, key: str) -> None:
        """Count one. Raises TooManyRequests that says after how many seconds there is room again."""
        if not self._limiter.hit(self._item, key):
            reset = self._limiter.get_window_stats(self._item, key).reset_time
            raise TooManyRequests(
                "Dat gaat te snel. Wacht even en probeer het dan opnieuw.", int(reset - time.time()) + 1
            )
