"""Working on a case: reading, claiming, closing, notes, erasing, and its trail."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.cases import new_case
from tests.api.conftest import login

CLOSE = {"status": "closed", "closedReason": "ondernemer geholpen"}


def address(case, rest=""):
    return f"/api/v1/cases/{case['id']}{rest}"


def tag(client, case):
    return client.get(address(case)).headers["ETag"]


def actions(client, case):
    return [event["action"] for event in client.get(address(case, "/events")).json()["items"]]


def test_a_case_that_did_not_change_is_304(anna, case):
    first = anna.get(address(case))

    again = anna.get(address(case), headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("change", ["claim", "note"])
def test_the_etag_changes_with_every_change(anna, case, change):
    before = tag(anna, case)

    if change == "claim":
        anna.put(address(case, "/assignee"))
    else:
        anna.post(address(case, "/notes"), json={"text": "gebeld"})

    assert anna.get(address(case), headers={"If-None-Match": before}).status_code == 200


def test_claiming_puts_the_case_on_my_name(anna, case):
    answer = anna.put(address(case, "/assignee"), headers={"If-Match": tag(anna, case)})

    assert answer.status_code == 200
    assert answer.json()["status"] == "claimed"
    assert answer.json()["assignee"]["name"] == "Anna Bakker"
    assert answer.headers["ETag"] == tag(anna, case)


def test_claiming_my_own_case_again_changes_nothing(anna, case):
    first = anna.put(address(case, "/assignee"))

    again = anna.put(address(case, "/assignee"))

    assert again.status_code == 200
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_case_held_by_another_is_409_with_the_name_before_412(anna, bert, case):
    stale = tag(bert, case)
    anna.put(address(case, "/assignee"))

    answer = bert.put(address(case, "/assignee"), headers={"If-Match": stale})

    assert answer.status_code == 409
    assert answer.json()["code"] == "held-by-another"
    assert answer.json()["holder"] == "Anna Bakker"


def test_claiming_an_old_version_of_a_free_case_is_412(anna, bert, case):
    stale = tag(anna, case)
    bert.post(address(case, "/notes"), json={"text": "gebeld"})

    answer = anna.put(address(case, "/assignee"), headers={"If-Match": stale})

    assert answer.status_code == 412
    assert answer.json()["currentVersion"] == tag(anna, case)


def test_released_cases_are_new_again(anna, bert, case):
    anna.put(address(case, "/assignee"))

    answer = anna.delete(address(case, "/assignee"))

    assert answer.json()["status"] == "new"
    assert answer.json()["assignee"] is None
    assert bert.put(address(case, "/assignee")).status_code == 200


def test_only_the_holder_or_an_administrator_releases(anna, bert, admin, case):
    anna.put(address(case, "/assignee"))

    assert bert.delete(address(case, "/assignee")).status_code == 409
    assert admin.delete(address(case, "/assignee")).status_code == 200


def test_closing_needs_the_version(anna, case):
    answer = anna.patch(address(case), json=CLOSE)

    assert answer.status_code == 428


def test_closing_an_old_version_is_412_and_changes_nothing(anna, case):
    stale = tag(anna, case)
    anna.put(address(case, "/assignee"))

    answer = anna.patch(address(case), json=CLOSE, headers={"If-Match": stale})

    assert answer.status_code == 412
    assert answer.json()["currentVersion"] == tag(anna, case)
    assert anna.get(address(case)).json()["status"] == "claimed"


def test_a_weak_tag_does_not_match(anna, case):
    answer = anna.patch(address(case), json=CLOSE, headers={"If-Match": f"W/{tag(anna, case)}"})

    assert answer.status_code == 412


def test_an_unreadable_if_match_is_400(anna, case):
    assert anna.patch(address(case), json=CLOSE, headers={"If-Match": "1"}).status_code == 400


def test_closing_keeps_the_reason(anna, case):
    answer = anna.patch(address(case), json=CLOSE, headers={"If-Match": tag(anna, case)})

    assert answer.status_code == 200
    assert answer.json()["status"] == "closed"
    assert answer.json()["closedReason"] == "ondernemer geholpen"


@pytest.mark.parametrize("body", [{"status": "closed"}, {"status": "closed", "closedReason": "  "}, {"status": "weg"}])
def test_closing_without_a_reason_is_400(anna, case, body):
    answer = anna.patch(address(case), json=body, headers={"If-Match": tag(anna, case)})

    assert answer.status_code == 400
    assert answer.json()["invalidParams"]


def test_a_closed_case_cannot_be_claimed_but_can_be_reopened(anna, case):
    anna.patch(address(case), json=CLOSE, headers={"If-Match": tag(anna, case)})
    claimed = anna.put(address(case, "/assignee"))

    reopened = anna.patch(address(case), json={"status": "claimed"}, headers={"If-Match": tag(anna, case)})

    assert claimed.status_code == 409
    assert claimed.json()["code"] == "case-closed"
    assert reopened.json()["status"] == "claimed"
    assert reopened.json()["assignee"]["name"] == "Anna Bakker"
    assert reopened.json()["closedReason"] is None


def test_an_open_case_cannot_be_reopened(anna, case):
    answer = anna.patch(address(case), json={"status": "new"}, headers={"If-Match": tag(anna, case)})

    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong-transition"


def test_a_case_of_a_colleague_cannot_be_closed(anna, bert, case):
    anna.put(address(case, "/assignee"))

    answer = bert.patch(address(case), json=CLOSE, headers={"If-Match": tag(bert, case)})

    assert answer.status_code == 409
    assert answer.json()["holder"] == "Anna Bakker"


def test_notes_show_who_wrote_them(anna, bert, case):
    anna.post(address(case, "/notes"), json={"text": "Belt maandag terug."})
    bert.post(address(case, "/notes"), json={"text": "Offerte gezien."})

    notes = anna.get(address(case, "/notes")).json()["items"]

    assert [(note["author"], note["text"]) for note in notes] == [
        ("Anna Bakker", "Belt maandag terug."),
        ("Bert Dijk", "Offerte gezien."),
    ]


def test_the_trail_tells_who_did_what_and_no_values(anna, case):
    anna.put(address(case, "/assignee"))
    anna.patch(address(case), json=CLOSE, headers={"If-Match": "*"})

    answer = anna.get(address(case, "/events"))

    events = answer.json()["items"]
    assert [event["action"] for event in events] == ["created", "claimed", "closed"]
    assert [event["actor"] for event in events] == ["Maakwijzer", "Anna Bakker", "Anna Bakker"]
    assert events[2]["fields"] == ["status", "closedReason"]
    assert "geholpen" not in answer.text


def test_reading_leaves_a_line_in_the_trail(anna, case):
    anna.get(address(case))

    assert actions(anna, case) == ["created", "read"]


def test_the_trail_comes_in_pages(anna, case):
    for _ in range(3):
        anna.get(address(case))

    first = anna.get(address(case, "/events"), params={"limit": 2}).json()
    second = anna.get(address(case, "/events"), params={"limit": 2, "cursor": first["next"]}).json()

    assert [event["action"] for event in first["items"] + second["items"]] == ["created", "read", "read", "read"]
    assert second["next"] is None


def test_erasing_needs_the_version(admin, case):
    assert admin.delete(address(case)).status_code == 428
    assert admin.delete(address(case), headers={"If-Match": '"99"'}).status_code == 412


def test_an_erased_case_is_gone_and_its_trail_keeps_that_it_was(admin, anna, service, case):
    anna.post(address(case, "/notes"), json={"text": "geheim"})

    answer = admin.delete(address(case), headers={"If-Match": "*"})

    assert answer.status_code == 204
    assert anna.get(address(case)).status_code == 404
    assert anna.get(address(case, "/notes")).status_code == 404
    assert actions(anna, case)[-1] == "erased"


def test_a_late_repeat_does_not_bring_an_erased_case_back(service):
    body = new_case()
    for key in (body["interviewId"], "tweede"):
        service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": key})
    service.delete(f"/api/v1/cases/{body['interviewId']}", headers={"If-Match": "*"})

    for key in (body["interviewId"], "tweede"):
        answer = service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": key})
        assert answer.status_code == 410
        assert answer.json()["code"] == "case-erased"


def test_of_many_who_claim_at_once_one_gets_it(app, case):
    advisors = [login(app, f"Adviseur {number}") for number in range(8)]
    version = tag(advisors[0], case)
    start = threading.Barrier(len(advisors))

    def claim(client):
        start.wait()
        return client.put(address(case, "/assignee"), headers={"If-Match": version})

    with ThreadPoolExecutor(len(advisors)) as pool:
        answers = list(pool.map(claim, advisors))

    winners = [answer.json()["assignee"]["name"] for answer in answers if answer.status_code == 200]
    losers = [answer.json()["holder"] for answer in answers if answer.status_code == 409]
    assert len(winners) == 1
    assert losers == winners * 7
    assert actions(advisors[0], case).count("claimed") == 1
