"""Giving a case to a colleague, and letting it come back on a day."""

from datetime import timedelta

import pytest

from api.cases.listing import today
from tests.api.conftest import UNKNOWN


def url(case, part=""):
    return f"/api/v1/cases/{case['id']}{part}"


def id_of(client, name):
    return next(one["id"] for one in client.get("/api/v1/advisors").json()["items"] if one["name"] == name)


def give(client, case, to, **headers):
    return client.put(url(case, "/assignee"), json={"advisorId": to}, headers=headers)


@pytest.mark.parametrize(
    ("method", "part", "body"),
    [
        ("PUT", "/assignee", {"advisorId": UNKNOWN}),
        ("PUT", "/follow-up", {"on": "2026-12-01"}),
        ("DELETE", "/follow-up", None),
    ],
)
def test_without_login_with_a_wrong_role_or_without_a_case_nothing_happens(
    anyone, editor, anna, case, method, part, body
):
    def answer(client, where):
        return client.request(method, where, json=body).status_code

    assert answer(anyone, url(case, part)) == 401
    assert answer(editor, url(case, part)) == 403
    assert answer(anna, f"/api/v1/cases/{UNKNOWN}{part}") == 404


def test_only_who_works_on_cases_sees_who_else_does(anyone, editor, service, anna, bert):
    assert anyone.get("/api/v1/advisors").status_code == 401
    assert editor.get("/api/v1/advisors").status_code == 403
    assert service.get("/api/v1/advisors").status_code == 403
    assert [one["name"] for one in anna.get("/api/v1/advisors").json()["items"]] == ["Anna Bakker", "Bert Dijk"]


def test_a_free_case_is_given_to_a_colleague(anna, bert, case):
    given = give(anna, case, id_of(anna, "Bert Dijk"))

    assert given.status_code == 200
    assert given.json()["assignee"]["name"] == "Bert Dijk"
    assert given.json()["status"] == "claimed"
    line = anna.get(url(case, "/events")).json()["items"][-1]
    assert (line["actor"], line["action"], line["colleague"]) == ("Anna Bakker", "assigned", "Bert Dijk")
    assert line["fields"] == ["assignee", "status"]


def test_who_has_the_case_hands_it_over_and_a_third_cannot_take_it_away(anna, bert, admin, case):
    anna.put(url(case, "/assignee"))

    taken = give(bert, case, id_of(bert, "Bert Dijk"))
    handed = give(anna, case, id_of(anna, "Bert Dijk"))
    back = give(admin, case, id_of(admin, "Anna Bakker"))

    assert (taken.status_code, taken.json()["holder"]) == (409, "Anna Bakker")
    assert handed.json()["assignee"]["name"] == "Bert Dijk"
    assert back.json()["assignee"]["name"] == "Anna Bakker"


def test_an_editor_or_nobody_cannot_be_given_a_case(anna, editor, case):
    answer = give(anna, case, UNKNOWN)

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["name"] == "advisorId"


def test_an_old_version_or_a_closed_case_is_not_given(anna, bert, case):
    bert_id = id_of(anna, "Bert Dijk")
    assert give(anna, case, bert_id, **{"If-Match": '"7"'}).status_code == 412
    anna.patch(url(case), json={"status": "closed", "closedReason": "klaar"}, headers={"If-Match": "*"})

    assert give(anna, case, bert_id).json()["code"] == "case-closed"


def test_a_case_comes_back_on_its_day_and_the_day_goes_with_release_and_closing(anna, post):
    later, due, plain = post(), post(), post()
    for case in (later, due, plain):
        anna.put(url(case, "/assignee"))
    for case, days in ((later, 7), (due, 0)):
        planned = anna.put(url(case, "/follow-up"), json={"on": str(today() + timedelta(days=days))})
        assert planned.json()["followUpOn"] == str(today() + timedelta(days=days))

    mine = anna.get("/api/v1/cases", params={"assignedTo": "me", "sort": "followUp"}).json()["items"]
    assert [one["id"] for one in mine] == [due["id"], plain["id"], later["id"]]
    released = anna.delete(url(due, "/assignee"))
    closed = anna.patch(url(later), json={"status": "closed", "closedReason": "klaar"}, headers={"If-Match": "*"})
    assert released.json()["followUpOn"] is closed.json()["followUpOn"] is None


def test_the_list_by_follow_up_pages_without_gaps(anna, post):
    cases = [post() for _ in range(7)]
    for at, case in enumerate(cases):
        anna.put(url(case, "/assignee"))
        if at % 3:
            anna.put(url(case, "/follow-up"), json={"on": str(today() + timedelta(days=3 * (at % 3 - 1)))})

    found, cursor = [], None
    while True:
        asked = {"sort": "followUp", "limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = anna.get("/api/v1/cases", params=asked).json()
        found += [one["id"] for one in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break

    assert found == [cases[at]["id"] for at in (1, 4, 0, 3, 6, 2, 5)]


def test_a_case_of_nobody_cannot_be_planned_and_one_of_a_colleague_neither(anna, bert, case):
    assert anna.put(url(case, "/follow-up"), json={"on": "2026-12-01"}).json()["code"] == "not-held"
    bert.put(url(case, "/assignee"))

    assert anna.put(url(case, "/follow-up"), json={"on": "2026-12-01"}).json()["code"] == "held-by-another"
    assert anna.put(url(case, "/follow-up"), json={"on": "morgen"}).status_code == 400


def test_taking_the_day_away_twice_writes_one_line(anna, case):
    anna.put(url(case, "/assignee"))
    anna.put(url(case, "/follow-up"), json={"on": "2026-12-01"})

    for _ in range(2):
        assert anna.delete(url(case, "/follow-up")).json()["followUpOn"] is None

    actions = [line["action"] for line in anna.get(url(case, "/events")).json()["items"]]
    assert actions == ["created", "claimed", "planned", "unplanned"]
