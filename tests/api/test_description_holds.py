"""Whatever the API description allows to be sent, and much that it does not, gets an answer that it describes.

Schemathesis makes the requests from the description, with a fixed seed, on both databases.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.accounts import sessions
from channels.rates import Rate
from tests.api.cases import new_case
from tests.api.conftest import SERVICE_TOKEN, login

CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    *(response_schema_conformance, response_headers_conformance),
]
EXAMPLES = 8  # of valid and of invalid requests for each operation: some 500 requests on each database
UNAVAILABLE = {"/health"}  # tells with 503 that nothing else runs in this test
BY_PROGRAMS = {("POST", "/api/v1/cases")}
TOKEN = {"Authorization": f"Bearer {SERVICE_TOKEN}"}


class Caller:
    """Sends requests as an administrator or as the gateway, half of them about a case that is there."""

    def __init__(self, app: Any, service: Any, admin: Any) -> None:
        self.app, self.service = app, service
        self.cookie = {sessions.COOKIE: admin.cookies[sessions.COOKIE]}
        self.calls = 0
        self.case = self._post()

    def _post(self) -> str:
        body = new_case()
        answer = self.service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]})
        assert answer.status_code == 201
        return str(answer.json()["id"])

    def call(self, case: Any) -> Any:
        """Send one request."""
        self.calls += 1
        if self.calls % 2 and "/cases/{id}" in case.path and case.path_parameters:
            case.path_parameters["id"] = self.case
        by_program = (case.method, case.path) in BY_PROGRAMS
        answer = case.call(headers=TOKEN) if by_program else case.call(cookies=self.cookie)
        if case.method == "DELETE" and answer.status_code == 204 and case.path == "/api/v1/cases/{id}":
            self.case = self._post()
        return answer


@pytest.fixture
def caller(app, service):
    app.state.message_rate = app.state.conversation_rate = app.state.assessment_rate = Rate(100_000)
    return Caller(app, service, login(app, "Ada Beheer", "admin"))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_no_request_gets_an_answer_that_is_not_described(app, caller, mode):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    failures = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in UNAVAILABLE:
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def try_out(case):
            case.validate_response(caller.call(case), checks=CHECKS)

        try:
            try_out()
        except Unsatisfiable:
            continue  # nothing that can be sent to this address is wrong
        except (AssertionError, BaseExceptionGroup) as failure:
            failures.append(f"{operation.method.upper()} {operation.path}\n{failure}")

    assert not failures, "\n\n".join(failures)
    assert caller.calls > 150
