"""The team's figures: workload, waiting, what cases are about and where interviews stop; never of fewer than five."""

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from api.cases.tables import Case
from channels.database import transaction
from channels.tables import Conversation


@pytest.mark.parametrize("path", ["/api/v1/statistics/work", "/api/v1/statistics/interviews"])
def test_the_figures_are_for_advisors_and_administrators(anyone, service, editor, anna, admin, path):
    statuses = [client.get(path).status_code for client in (anyone, service, editor, anna, admin)]

    assert statuses == [401, 403, 403, 200, 200]


@pytest.mark.parametrize("path", ["/desk/team", "/desk/team.csv"])
def test_the_pages_are_for_advisors_and_administrators(anyone, editor, anna, path):
    assert [client.get(path).status_code for client in (anyone, editor, anna)] == [303, 403, 200]


def test_four_cases_are_not_told_of(anna, post):
    for _ in range(4):
        case = post()
        anna.put(f"/api/v1/cases/{case['id']}/assignee")

    found = anna.get("/api/v1/statistics/work").json()

    assert all(one["values"] == [] for one in found.values())
    assert "Anna Bakker</th>" not in anna.get("/desk/team").text


def test_who_has_how_many_how_long_it_took_and_how_long_others_wait(app, anna, bert, post):
    for _ in range(6):
        anna.put(f"/api/v1/cases/{post()['id']}/assignee")
    for _ in range(5):
        bert.put(f"/api/v1/cases/{post()['id']}/assignee")
    free = [post()["id"] for _ in range(5)]
    with transaction(app.state.engine) as session:
        for case_id in free:
            session.get(Case, uuid.UUID(case_id)).created_at = datetime.now(UTC) - timedelta(days=3)

    found = anna.get("/api/v1/statistics/work").json()

    assert found["workload"]["values"] == [{"value": "Anna Bakker", "count": 6}, {"value": "Bert Dijk", "count": 5}]
    assert found["waiting"]["values"] == [{"value": "week", "count": 5}]
    assert found["pickedUp"]["values"] == [{"value": "day", "count": 11}]


def test_schemes_that_fit_are_counted_and_follow_a_correction(anna, post):
    cases = [post() for _ in range(10)]
    before = anna.get("/api/v1/statistics").json()["distributions"]["schemes"]["values"]
    counted = {share["value"]: share["count"] for share in before}
    assert set(counted.values()) == {10}
    assert set(counted) == {one["id"] for one in cases[0]["schemes"] if one["fit"] == "fits"}

    address = f"/api/v1/cases/{cases[0]['id']}/answers/employees"
    anna.put(address, json={"value": 900}, headers={"If-Match": "*"})

    after = anna.get("/api/v1/statistics").json()["distributions"]["schemes"]["values"]
    assert all(share["count"] == 10 for share in after)  # of nine one could tell the tenth
    assert len(after) < len(before)


def begin(app, question, hours=5, finished=False):
    at = datetime.now(UTC) - timedelta(hours=hours)
    with transaction(app.state.engine) as session:
        session.add(
            Conversation(
                token_hash=uuid.uuid4().hex,
                channel="web",
                state={"open": question} if question else None,
                created_at=at,
                updated_at=at,
                finished_at=at if finished else None,
            )
        )


def test_where_interviews_stop_is_told_by_question(app, anna):
    for question, times in (("employees", 6), (None, 5), ("turnover", 5)):
        for _ in range(times):
            begin(app, question)
    for _ in range(7):
        begin(app, None, finished=True)
    begin(app, "employees", hours=0)

    found = anna.get("/api/v1/statistics/interviews").json()

    assert (found["begun"], found["finished"]) == (24, 7)
    assert {share["value"]: share["count"] for share in found["stopped"]["values"]} == {
        "employees": 6,
        "opening": 5,
        "turnover": 5,
    }


def test_the_page_has_pictures_with_a_description_and_tables_and_a_file(anna, post):
    for _ in range(5):
        post()

    text = anna.get("/desk/team").text
    rows = list(csv.reader(io.StringIO(anna.get("/desk/team.csv").text)))

    assert '<desc id="province-uitleg">Overijssel: 5</desc>' in text
    assert '<th scope="row">Overijssel</th><td class="num">5</td>' in text
    assert rows[0] == ["cijfer", "waarde", "aantal"]
    assert ["Provincie", "Overijssel", "5"] in rows
    assert ["MRL", "MRL 4", "5"] in rows
