"""Guessing passwords is slow: a few tries for an account from one address, and a limit for each of both alone."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_PAIR = RateLimitItemPerMinute(5, 15, namespace="login-pair")
PER_ACCOUNT = RateLimitItemPerMinute(50, 15, namespace="login-account")
PER_ADDRESS = RateLimitItemPerMinute(30, 15, namespace="login-address")


class LoginThrottle:
    """Counts failed logins of the last quarter of an hour, in this process' memory."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def _limits(self, email: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        account = email.strip().lower()
        return [(PER_PAIR, (account, address)), (PER_ACCOUNT, (account,)), (PER_ADDRESS, (address,))]

    def seconds_to_wait(self, email: str, address: str) -> int:
        """How long this account may not try from this address; 0 when it may now."""
        waits = [0.0]
        for limit, keys in self._limits(email, address):
            if not self._limiter.test(limit, *keys):
                waits.append(self._limiter.get_window_stats(limit, *keys).reset_time - time.time())
        return math.ceil(max(waits))

    def failed(self, email: str, address: str) -> None:
        """Count a failed try."""
        for limit, keys in self._limits(email, address):
            self._limiter.hit(limit, *keys)
