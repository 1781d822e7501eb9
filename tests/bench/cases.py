"""Speed of the case API as cases pile up: `python -m tests.bench cases`, `python -m tests.bench.cases 1000`.

Twenty users at once, each waiting a second between two questions as people do at the least, ask a running server (two
worker processes) for pages of the list, searches and single cases, on SQLite and on PostgreSQL. Cases are real ones,
assessed from varied answers with a fixed seed. Then everything is exported, and the server's memory is looked at.
"""

import asyncio
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, text

from api.cases import intake, search
from api.cases.models import NewCase
from api.cases.tables import Case, CaseEvent, CaseNumber, CaseText
from api.migrate import upgrade
from channels.database import make_engine, transaction
from tests.api.cases import new_case
from tests.databases import postgres_programs, running_postgres
from tests.system import free_port

SIZES = (1_000, 10_000, 100_000)
LIMITS_MS = {"sqlite": 100, "postgresql": 50}
USERS, PAUSE_S, SECONDS = 20, 1.0, 15
WORKERS = 2
KINDS = 200  # different cases, of which the others are copies with another name, moment and status
BATCH = 500
TOKEN = "b" * 40
FIRST = datetime(2024, 1, 1, tzinfo=UTC)

NAMES = ["Bakker", "Jansen", "De Vries", "Van Dijk", "Smit", "Mulder", "Bos", "Peters", "Hendriks", "Dekker"]
TRADES = ["Metaal", "Plaatwerk", "Constructie", "Verspaning", "Machinebouw", "Kunststof", "Gieterij", "Lastechniek"]
PLACES = ["Enschede", "Eindhoven", "Oss", "Rotterdam", "Zwolle", "Groningen", "Assen", "Leeuwarden", "Breda", "Goes"]


def kinds(chance: random.Random) -> list[Case]:
    """Cases of varied companies, not stored."""
    made = []
    for number in range(KINDS):
        changes = {
            "place": chance.choice(PLACES),
            "employees": chance.choice([4, 8, 15, 30, 60, 120, 240, 400]),
            "initiative": f"Een {chance.choice(['lasrobot', 'kantbank', 'camera', 'planning'])} voor kleine series",
            "technologies": chance.sample(["robotics", "vision", "sensors"], 2),
            "importance": chance.choice(["important", "very_important"]),
            "mrl_evidence": chance.choice([{"5": False, "3": True, "4": True}, {"5": True, "7": False, "6": True}]),
        }
        case, _ = intake._build(NewCase.model_validate(new_case(change=changes)))
        made.append(case)
        case.reference = f"SMA-2024-{number:06d}"
    return made


def fill(url: str, known: list[Case], start: int, end: int, chance: random.Random) -> None:
    """Add cases numbered from `start` to `end`, as the API would have stored them."""
    columns = [column.key for column in Case.__table__.columns]
    words = [search._stored(word for one in search._sentences(case) for word in search.words(one)) for case in known]
    engine = make_engine(url)
    for first in range(start, end, BATCH):
        rows, texts, events = [], [], []
        for number in range(first, min(first + BATCH, end)):
            which = chance.randrange(len(known))
            row = {key: getattr(known[which], key) for key in columns}
            name = f"{chance.choice(NAMES)} {chance.choice(TRADES)} {number}"
            at = FIRST + timedelta(minutes=10 * number)
            row |= {"id": uuid.UUID(int=chance.getrandbits(128)), "reference": f"SMA-2024-{number:06d}", "version": 1}
            row |= {"created_at": at, "updated_at": at, "company": {**row["company"], "name": name}}
            row["status"] = "new" if number % 20 == 0 else "closed"
            rows.append(row)
            extra = search._stored([*words[which].split(), *search.words(f"{name} {row['reference']}")])
            texts.append({"case_id": row["id"], "words": extra})
            line = {"at": at, "actor": "Maakwijzer", "actor_role": "service", "address": "127.0.0.1", "fields": []}
            events.append({"case_id": row["id"], "action": "created", **line})
        with transaction(engine) as session:
            for table, content in ((Case, rows), (CaseText, texts), (CaseEvent, events)):
                session.execute(insert(table.__table__), content)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with transaction(engine) as session:
        session.merge(CaseNumber(year=2024, last=end))
    engine.dispose()


@contextmanager
def server(url: str) -> Iterator[tuple[str, list[int]]]:
    """The application in worker processes on this database: its address, and the processes."""
    port = free_port()
    settings = {"DATABASE_URL": url, "RASA_SECRET": "r" * 40, "SERVICE_TOKEN": TOKEN, "PORT": str(port)}
    env = os.environ | {f"MAAKWIJZER_{name}": value for name, value in settings.items()}
    words = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    options = ["--workers", str(WORKERS), "--no-access-log", "--log-level", "warning"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*words, *options], env=env, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    httpx.get(f"{base}/api/v1/openapi.json", timeout=10)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
            yield base, [int(pid) for pid in found.stdout.split()]
        finally:
            process.terminate()
            process.wait()


def questions(ids: list[str], chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    """What a user asks next: the kind of question, the path and the filters."""
    lists = [{}, {"status": "new"}, {"province": "overijssel", "mrlMin": 4}, {"sizeClass": "11-50", "limit": 100}]
    searches = ["bakker", "lasrobot enschede", "metaal", f"peters {chance.randrange(1000)}", "bestaatniet", "SMA 900"]
    match chance.randrange(3):
        case 0:
            return "list", "/api/v1/cases", chance.choice(lists)
        case 1:
            return "search", "/api/v1/cases", {"q": chance.choice(searches)}
        case _:
            return "case", f"/api/v1/cases/{chance.choice(ids)}", {}


async def visit(base: str, pause: float) -> tuple[dict[str, list[float]], float]:
    """Let all users work for a while: milliseconds by kind of question, and questions a second."""
    taken: dict[str, list[float]] = {"list": [], "search": [], "case": []}
    limits = httpx.Limits(max_connections=USERS, max_keepalive_connections=USERS)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=60, trust_env=False) as client:
        ids = [item["id"] for item in (await client.get("/api/v1/cases", params={"limit": 100})).json()["items"]]
        until = time.perf_counter() + SECONDS

        async def user(number: int) -> None:
            chance = random.Random(number)
            await asyncio.sleep(pause * number / USERS)
            while time.perf_counter() < until:
                kind, path, params = questions(ids, chance)
                start = time.perf_counter()
                answer = await client.get(path, params=params)
                taken[kind].append((time.perf_counter() - start) * 1000)
                assert answer.status_code == 200, answer.text
                await asyncio.sleep(pause * chance.uniform(0.5, 1.5))

        await asyncio.gather(*(user(number) for number in range(USERS)))
    return taken, sum(map(len, taken.values())) / SECONDS


def peak_mb(pids: list[int]) -> float:
    """The most memory any of these processes ever held, in MB."""
    found = [re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in pids]
    return max(int(match[1]) for match in found if match) / 1024


def export(base: str, pids: list[int]) -> str:
    """Export everything; how long it took and how much memory it added."""
    before, start, size = peak_mb(pids), time.perf_counter(), 0
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.stream("GET", f"{base}/api/v1/cases/export.csv", headers=headers, timeout=600) as answer:
        for piece in answer.iter_bytes():
            size += len(piece)
    seconds = time.perf_counter() - start
    return f"{size / 1e6:.1f} MB in {seconds:.1f} s, peak memory {before:.0f} -> {peak_mb(pids):.0f} MB"


def measure(kind: str, url: str, sizes: tuple[int, ...]) -> None:
    """Fill the database step by step, and measure at each."""
    chance = random.Random(2018)
    known, filled = kinds(chance), 0
    for size in sizes:
        start = time.perf_counter()
        fill(url, known, filled, size, chance)
        filled = size
        print(f"{kind}, {size:,} cases (made in {time.perf_counter() - start:.0f} s)", flush=True)
        with server(url) as (base, pids):
            asyncio.run(visit(base, 0.1))  # to warm up
            for pause in (PAUSE_S, 0.0):
                taken, rate = asyncio.run(visit(base, pause))
                how = f"{USERS} users, {pause:g} s pause, {rate:.0f} questions/s"
                for name, values in taken.items():
                    p95 = statistics.quantiles(values, n=20)[-1]
                    slow = "  TOO SLOW" if pause and p95 > LIMITS_MS[kind] else ""
                    limit = f"  (limit {LIMITS_MS[kind]} ms)" if pause else ""
                    middle = statistics.median(values)
                    print(f"  {how}: {name:<6} p50 {middle:6.1f} ms  p95 {p95:6.1f} ms{limit}{slow}", flush=True)
            print(f"  export: {export(base, pids)}", flush=True)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure on both databases; PostgreSQL where it is installed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        url = f"sqlite:///{folder / 'bench.db'}"
        upgrade(url)
        measure("sqlite", url, sizes)
    finally:
        shutil.rmtree(folder)
    programs = postgres_programs()
    if programs is None:
        print("PostgreSQL is not installed: not measured")
        return
    with running_postgres(programs) as postgres, postgres.new_database() as url:
        measure("postgresql", url, sizes)


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
