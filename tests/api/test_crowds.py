"""Many at once: a case has one holder, an interview one case, whatever the number of processes and repeats."""

import multiprocessing
import uuid
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from sqlalchemy import func, select

from api.accounts.callers import Caller
from api.accounts.tables import Advisor
from api.cases import handling
from api.cases.errors import HeldByAnother
from api.cases.tables import Case
from channels.database import make_engine, reading, transaction
from tests.api.cases import new_case
from tests.api.conftest import add_advisor

PROCESSES = 4
CLAIMS = 100
POSTS, KEYS = 1_000, 50


def claim_for(url: str, case_id: str, callers: list[tuple[uuid.UUID, str]]) -> list[str]:
    """In a process of its own: claim the case for each of these advisors at once; who has it according to each."""
    engine = make_engine(url)

    def claim(caller: tuple[uuid.UUID, str]) -> str:
        who = Caller(caller[0], caller[1], "", "advisor", "192.0.2.1")
        try:
            with transaction(engine) as session:
                handling.claim(session, uuid.UUID(case_id), who, None)
        except HeldByAnother as refusal:
            return f"held by {refusal.extra['holder']}"
        return f"claimed by {caller[1]}"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(claim, callers))
    engine.dispose()
    return answers


def test_of_a_hundred_claims_by_several_processes_one_wins(app, database_url, anna, case):
    callers = [
        (add_advisor(app.state.engine, f"Adviseur {number}").id, f"Adviseur {number}") for number in range(CLAIMS)
    ]
    parts = [callers[start::PROCESSES] for start in range(PROCESSES)]

    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(claim_for, database_url, case["id"], part) for part in parts]
        answers = Counter(answer for job in jobs for answer in job.result())

    holder = anna.get(f"/api/v1/cases/{case['id']}").json()["assignee"]["name"]
    events = anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"]
    assert answers == {f"claimed by {holder}": 1, f"held by {holder}": CLAIMS - 1}
    assert [event["actor"] for event in events if event["action"] == "claimed"] == [holder]
    with reading(app.state.engine) as session:
        assert session.scalar(select(func.count()).select_from(Advisor)) == CLAIMS + 1


def test_a_thousand_posts_with_fifty_keys_are_fifty_cases(app, service):
    bodies = [new_case(interview=str(uuid.UUID(int=number + 1))) for number in range(KEYS)]

    def post(number: int) -> tuple[int, str]:
        body = bodies[number % KEYS]
        answer = service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]})
        return answer.status_code, answer.json()["reference"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(POSTS)))

    assert {status for status, _ in answers} == {201}
    assert len({reference for _, reference in answers}) == KEYS
    with reading(app.state.engine) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == KEYS
