"""What a turn costs through the website's API, early and late in an interview, and what each process holds."""

import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from tests.system import Owner, System, running

CONVERSATIONS = 30
EARLY, LATE = 5, 40
LINES = [
    "ja",
    "Bakker Plaatwerk",
    "Oss",
    "een man of twaalf",
    "anderhalf miljoen",
    "bewerkingen voor derden",
    "globaal beeld",
    "een cobot bij de kantbank",
    "robotica",
    "meer output",
    "bestaat al, nieuw voor ons",
    "nee",
    "nee",
    "nee",
    "ja",
    "ja",
    "CAD/CAM",
    "basiskennis",
    "af en toe iemand",
    "papier en mail",
    "belangrijk",
    "klanten vragen ernaar",
    "2 ton",
    "ja",
    "ja",
    "scholing",
    "ja",
]


def talk(url: str) -> dict[int, float]:
    """One interview of `LATE` turns; seconds of each turn by its number."""
    owner, seconds = Owner.arrives(url), {}
    for turn in range(1, LATE + 1):
        line = LINES[turn - 1] if turn <= len(LINES) else "weet ik niet"
        start = time.perf_counter()
        owner.says(line)
        seconds[turn] = time.perf_counter() - start
    return seconds


def spread(values: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    cut = statistics.quantiles(values, n=20)
    return f"p50 {1000 * statistics.median(values):5.1f} ms   p95 {1000 * cut[-1]:5.1f} ms"


def memory(system: System) -> dict[str, float]:
    """Resident memory in MB of each process, by the name supervisor gives it."""
    table = subprocess.run(["ps", "-eo", "pid,ppid,rss,args"], capture_output=True, text=True, check=True).stdout
    names = {"rasa": "bot.serve", "actions": "rasa_sdk --actions", "web": "uvicorn api.app"}
    found: dict[str, float] = {}
    port = system.env["MAAKWIJZER_PORT"]
    for name, mark in names.items():
        rows = [line.split(None, 3) for line in table.splitlines() if re.search(re.escape(mark), line)]
        mine = [row for row in rows if _belongs(row[0], port)]
        found[name] = sum(int(row[2]) for row in mine) / 1024
    return found


def _belongs(pid: str, port: str) -> bool:
    try:
        return f"MAAKWIJZER_PORT={port}".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as system:
        talk(system.url)
        runs = [talk(system.url) for _ in range(CONVERSATIONS)]
        for turn in (EARLY, LATE):
            print(f"turn {turn:2}: {spread([run[turn] for run in runs])}   ({CONVERSATIONS} interviews, one at a time)")
        ratio = statistics.median([r[LATE] for r in runs]) / statistics.median([r[EARLY] for r in runs])
        print(f"turn {LATE} costs {ratio:.2f} times turn {EARLY}")
        for name, megabytes in memory(system).items():
            print(f"memory of {name}: {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
