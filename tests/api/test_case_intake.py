"""A shared interview becomes one case, once."""

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from api.cases.models import Case
from channels.database import transaction
from tests.api.cases import new_case


def send(service, body, key=None):
    return service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": key or body["interviewId"]})


def test_a_case_has_what_the_contract_names(service):
    body = new_case()

    answer = send(service, body)

    case = answer.json()
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert Case.model_validate(case)
    assert set(case) == {field.alias for field in Case.model_fields.values()}
    assert case["id"] == body["interviewId"]
    assert re.fullmatch(r"SMA-\d{4}-000001", case["reference"])
    assert case["status"] == "new"
    assert case["company"]["name"] == "Jansen Metaal BV"
    assert case["company"]["province"] == "overijssel"
    assert case["company"]["sizeClass"] == "11-50"
    assert case["assessment"]["mrl"]["level"] == 4
    assert case["assessment"]["yamamoto"] == {"types": [1], "primary": 1}
    assert case["answers"]["employees"] == {"value": 45, "status": "answered", "said": "een man of 45"}
    assert case["contact"] == {"name": "A. de Wit", "email": "a.dewit@jansenmetaal.nl", "phone": "+31612345678"}
    assert case["consent"]["givenAt"] == "2026-11-23T09:30:00Z"
    assert case["assignee"] is None


def test_the_same_key_and_body_give_the_same_case(service):
    body = new_case()

    first, again = send(service, body), send(service, body)

    assert again.status_code == 201
    assert again.json() == first.json()


def test_the_same_key_with_another_body_is_409(service):
    body = new_case()
    send(service, body)

    answer = send(service, new_case(interview=body["interviewId"], change={"employees": 50}))

    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency-key-reused"


def test_an_interview_has_one_case_under_whatever_key(service):
    body = new_case()
    send(service, body)

    answer = send(service, body, key="een-andere-sleutel")

    assert answer.status_code == 409
    assert answer.json()["code"] == "case-exists"


def test_without_a_key_is_400(service):
    answer = service.post("/api/v1/cases", json=new_case())

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["name"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("consent", "change"),
    [({"shareWithAdvisor": False}, {}), ({}, {"share_with_advisor": False})],
    ids=["in the consent", "in the answers"],
)
def test_without_permission_there_is_no_case(service, consent, change):
    body = new_case(consent=consent, change=change)

    answer = send(service, body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "no-consent"
    assert service.get(f"/api/v1/cases/{body['interviewId']}").status_code == 404


def test_all_missing_answers_are_named_together(service):
    answer = send(service, new_case(change={"company_name": ..., "contact_name": None}))

    assert answer.status_code == 400
    assert {param["name"] for param in answer.json()["invalidParams"]} == {
        "answers.company_name",
        "answers.contact_name",
    }


@pytest.mark.parametrize("missing", ["contact_email", "contact_phone"])
def test_of_email_and_phone_one_is_enough(service, missing):
    assert send(service, new_case(change={missing: ...})).status_code == 201


def test_email_and_phone_both_missing_is_400(service):
    answer = send(service, new_case(change={"contact_email": None, "contact_phone": ...}))

    assert answer.status_code == 400
    assert len(answer.json()["invalidParams"]) == 2


def test_all_wrong_answers_are_named_together(service):
    body = new_case(change={"employees": "veel", "importance": "heel erg", "technologies": ["robotics", "toverij"]})
    body["answers"]["geen_vraag"] = {"value": 1, "status": "answered", "said": ""}

    answer = send(service, body)

    assert answer.status_code == 400
    assert {param["name"].removeprefix("answers.") for param in answer.json()["invalidParams"]} == {
        "employees",
        "importance",
        "technologies",
        "geen_vraag",
    }


@pytest.mark.parametrize("bad", ["nul\0byte", "half \ud800 paar"])
def test_text_that_no_database_holds_is_400(service, bad):
    as_answer = new_case(change={"initiative": bad})
    as_words = new_case()
    as_words["answers"]["employees"]["said"] = bad

    for body in (as_answer, as_words):
        content = json.dumps(body)
        headers = {"Idempotency-Key": body["interviewId"], "Content-Type": "application/json"}
        assert service.post("/api/v1/cases", content=content, headers=headers).status_code == 400


def test_unknown_answers_are_kept_and_never_guessed(service):
    case = send(service, new_case(change={"importance": None, "chain_pressure": None})).json()

    assert case["answers"]["importance"]["status"] == "unknown"
    assert case["assessment"]["necessity"]["score"] is None
    assert case["assessment"]["necessity"]["coverage"] == 0


TRANSCRIPT = [{"role": "user", "text": "Goedemorgen", "createdAt": "2026-11-23T09:00:00Z"}]


def test_a_transcript_is_kept_with_permission(service, anna):
    body = new_case(consent={"keepTranscript": True}, transcript=TRANSCRIPT)
    send(service, body)

    answer = anna.get(f"/api/v1/cases/{body['interviewId']}/transcript")

    assert answer.status_code == 200
    assert answer.json() == {"items": TRANSCRIPT}


def test_a_transcript_is_not_kept_without_permission(service, anna):
    body = new_case(transcript=TRANSCRIPT)
    send(service, body)

    answer = anna.get(f"/api/v1/cases/{body['interviewId']}/transcript")

    assert answer.status_code == 404
    assert answer.json()["code"] == "no-transcript"


def test_many_deliveries_at_once_give_each_interview_one_case_and_one_number(service):
    bodies = [new_case(interview=str(uuid.UUID(int=number + 1))) for number in range(10)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: send(service, body), bodies * 4))

    assert {answer.status_code for answer in answers} == {201}
    numbers = sorted({answer.json()["reference"] for answer in answers})
    assert len(numbers) == 10
    assert [int(number[-6:]) for number in numbers] == list(range(1, 11))


def test_a_refused_case_costs_no_number(app, service):
    first = send(service, new_case()).json()
    body = new_case()
    send(service, body | {"interviewId": first["id"]}, key="andere")

    second = send(service, new_case()).json()

    assert int(second["reference"][-6:]) == 2
    with transaction(app.state.engine) as session:
        assert session.execute(text("SELECT count(*) FROM idempotency_keys")).scalar() == 2
