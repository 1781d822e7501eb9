"""Putting right what was read wrongly: both versions are kept and the figures follow."""

import pytest

from tests.api.conftest import UNKNOWN


def correct(client, case, question, value, match="*"):
    headers = {"If-Match": match} if match else {}
    return client.put(f"/api/v1/cases/{case['id']}/answers/{question}", json={"value": value}, headers=headers)


def corrections(client, case):
    return client.get(f"/api/v1/cases/{case['id']}/corrections").json()["items"]


def test_without_login_with_a_wrong_role_or_without_a_case_nothing_is_corrected(anyone, editor, service, anna, case):
    assert correct(anyone, case, "employees", 12).status_code == 401
    assert correct(editor, case, "employees", 12).status_code == 403
    assert correct(service, case, "employees", 12).status_code == 403
    assert correct(anna, {"id": UNKNOWN}, "employees", 12).status_code == 404
    assert anna.get(f"/api/v1/cases/{UNKNOWN}/corrections").status_code == 404


def test_a_corrected_answer_keeps_both_versions_and_the_words_and_the_result_follows(anna, case):
    corrected = correct(anna, case, "employees", 8)

    assert corrected.status_code == 200
    assert corrected.json()["answers"]["employees"] == {"value": 8, "status": "answered", "said": "een man of 45"}
    assert corrected.json()["company"]["sizeClass"] == "0-10"
    assert [one["id"] for one in anna.get("/api/v1/cases", params={"sizeClass": "0-10"}).json()["items"]] == [
        case["id"]
    ]
    kept = corrections(anna, case)
    assert [(one["before"]["value"], one["after"]["value"], one["author"]) for one in kept] == [(45, 8, "Anna Bakker")]
    line = anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"][-1]
    assert (line["action"], line["fields"]) == ("corrected", ["answers.employees"])


def test_the_figures_that_changed_are_kept_with_the_correction(anna, case):
    before = case["assessment"]["readiness"]["score"]

    after = correct(anna, case, "digital_vision", "executing").json()["assessment"]["readiness"]["score"]

    assert after > before
    assert corrections(anna, case)[0]["effects"] == {"readiness": [before, after]}


def test_an_answer_that_was_not_given_can_be_added_and_one_can_become_unknown(anna, case):
    added = correct(anna, case, "expected_impact", "survival")
    emptied = correct(anna, case, "turnover", None)

    assert added.json()["answers"]["expected_impact"]["status"] == "answered"
    assert emptied.json()["answers"]["turnover"]["status"] == "unknown"
    assert emptied.json()["company"]["turnover"] is None
    assert corrections(anna, case)[0]["before"] is None


def test_contact_follows_its_answers_and_the_search_index_too(anna, case):
    correct(anna, case, "contact_phone", "+31201234567")
    correct(anna, case, "company_name", "Smederij Vonk")

    read = anna.get(f"/api/v1/cases/{case['id']}").json()
    assert read["contact"]["phone"] == "+31201234567"
    assert anna.get("/api/v1/cases", params={"q": "smederij"}).json()["items"][0]["id"] == case["id"]
    assert anna.get("/api/v1/cases", params={"q": "Jansen"}).json()["items"] == []


def test_the_same_value_changes_nothing(anna, case):
    same = correct(anna, case, "employees", 45)

    assert same.json()["updatedAt"] == case["updatedAt"]
    assert corrections(anna, case) == []


@pytest.mark.parametrize(
    ("question", "value", "status", "code"),
    [
        ("employees", "veel", 400, "invalid-input"),
        ("nonsense", 1, 400, "invalid-input"),
        ("company_name", None, 400, "invalid-input"),
        ("share_with_advisor", False, 409, "not-correctable"),
        ("keep_transcript", True, 409, "not-correctable"),
    ],
)
def test_what_the_question_does_not_take_or_only_the_owner_answers_is_refused(
    anna, case, question, value, status, code
):
    answer = correct(anna, case, question, value)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert corrections(anna, case) == []


def test_a_correction_says_which_version_it_saw_and_leaves_a_case_of_a_colleague_alone(anna, bert, case):
    assert correct(anna, case, "employees", 8, match="").status_code == 428
    assert correct(anna, case, "employees", 8, match='"9"').status_code == 412
    bert.put(f"/api/v1/cases/{case['id']}/assignee")

    assert correct(anna, case, "employees", 8).json()["holder"] == "Bert Dijk"


def test_on_the_desk_the_answer_is_put_right_in_a_form_and_the_page_shows_both(anna, case):
    address = f"/desk/cases/{case['id']}/answers/employees"
    asked = anna.get(address).text
    version = asked.split('name="version" value="')[1].split('"')[0].replace("&#34;", '"')

    wrong = anna.post(address, data={"version": version, "employees": "veel"})
    done = anna.post(address, data={"version": version, "employees": "8"}, follow_redirects=True)

    assert "een man of 45" in asked
    assert wrong.status_code == 400
    assert "niet als getal" in wrong.text
    assert "Het antwoord is verbeterd" in done.text
    assert "Verbeterd door Anna Bakker" in done.text
    assert "Eerst stond er: 45" in done.text
    assert "Antwoord verbeterd: aantal medewerkers" in done.text


def test_the_source_of_a_figure_shows_what_was_put_right(anna, case):
    correct(anna, case, "digital_vision", "executing")

    text = anna.get(f"/desk/cases/{case['id']}").text

    assert "Met het verbeterde antwoord over" in text
    assert "Gereedheid ging van 41 naar" in text


def test_permission_cannot_be_changed_on_the_desk(anna, editor, case):
    assert anna.get(f"/desk/cases/{case['id']}/answers/share_with_advisor").status_code == 409
    assert anna.get(f"/desk/cases/{case['id']}/answers/nonsense").status_code == 404
    assert editor.get(f"/desk/cases/{case['id']}/answers/employees").status_code == 403


def test_a_wrong_address_of_mail_is_asked_again(anna, case):
    address = f"/desk/cases/{case['id']}/answers/contact_email"

    answer = anna.post(address, data={"version": '"1"', "contact_email": "jan bij jansen"})

    assert answer.status_code == 400
    assert "geen geldig e-mailadres" in answer.text
