"""How long to wait before something is tried again: twice as long each time."""

FIRST_S = 2.0
MOST_DOUBLINGS = 20  # more than any longest pause allows; keeps the number small however often was tried


def pause(attempts: int, longest_s: float) -> float:
    """The seconds to wait after so many attempts (1 or more), at most `longest_s`."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    return min(FIRST_S * 2.0**doublings, longest_s)
