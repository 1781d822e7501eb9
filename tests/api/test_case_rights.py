"""Who may do what: for each endpoint no login, a role without rights, a case that is not there, in that order."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.cases import new_case
from tests.api.conftest import UNKNOWN

MATCH = {"If-Match": "*"}
CLOSE = {"status": "closed", "closedReason": "geholpen"}

# method, path, body, headers, and who else than an editor may not
ON_A_CASE: list[tuple[str, str, Any, dict[str, str], str]] = [
    ("GET", "", None, {}, ""),
    ("PATCH", "", CLOSE, MATCH, "service"),
    ("DELETE", "", None, MATCH, "anna"),
    ("PUT", "/assignee", None, {}, "service"),
    ("DELETE", "/assignee", None, {}, "service"),
    ("POST", "/notes", {"text": "gebeld"}, {}, "service"),
    ("GET", "/notes", None, {}, ""),
    ("GET", "/events", None, {}, ""),
    ("GET", "/transcript", None, {}, ""),
]


@pytest.mark.parametrize(("method", "path", "body", "headers", "forbidden"), ON_A_CASE)
class TestOneCase:
    def test_without_login_is_401(self, anyone, case, method, path, body, headers, forbidden):
        answer = anyone.request(method, f"/api/v1/cases/{case['id']}{path}", json=body, headers=headers)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_with_a_role_without_rights_is_403(self, request, editor, case, method, path, body, headers, forbidden):
        for client in [editor, *([request.getfixturevalue(forbidden)] if forbidden else [])]:
            answer = client.request(method, f"/api/v1/cases/{case['id']}{path}", json=body, headers=headers)
            assert answer.status_code == 403

    def test_that_is_not_there_is_404(self, admin, method, path, body, headers, forbidden):
        answer = admin.request(method, f"/api/v1/cases/{UNKNOWN}{path}", json=body, headers=headers)

        assert answer.status_code == 404
        assert answer.json()["code"] == "case-not-found"

    def test_with_an_id_that_is_none_is_400(self, admin, method, path, body, headers, forbidden):
        answer = admin.request(method, f"/api/v1/cases/geen-id{path}", json=body, headers=headers)

        assert answer.status_code == 400


def test_a_wrong_token_is_401_even_with_a_valid_session(anna: TestClient):
    answer = anna.get("/api/v1/cases", headers={"Authorization": "Bearer niet-dit"})

    assert answer.status_code == 401


def test_the_list_is_for_those_who_work_with_cases(anyone, editor, anna, service):
    assert anyone.get("/api/v1/cases").status_code == 401
    assert editor.get("/api/v1/cases").status_code == 403
    assert anna.get("/api/v1/cases").status_code == 200
    assert service.get("/api/v1/cases").status_code == 200


def test_only_programs_post_cases(anyone, editor, anna):
    body = new_case()
    headers = {"Idempotency-Key": body["interviewId"]}

    assert anyone.post("/api/v1/cases", json=body, headers=headers).status_code == 401
    assert editor.post("/api/v1/cases", json=body, headers=headers).status_code == 403
    assert anna.post("/api/v1/cases", json=body, headers=headers).status_code == 403
