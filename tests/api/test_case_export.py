"""The export of cases: complete, harmless in a spreadsheet, and of any size in the same memory."""

import csv
import io

import pytest

from api.cases import export

PATH = "/api/v1/cases/export.csv"


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_export_is_for_those_who_read_cases(anyone, editor, anna, service):
    assert anyone.get(PATH).status_code == 401
    assert editor.get(PATH).status_code == 403
    assert anna.get(PATH).status_code == 200
    assert service.get(PATH).status_code == 200


def test_each_case_is_a_line_with_its_company_scores_and_contact(anna, case):
    answer = anna.get(PATH)
    (row,) = rows(answer)

    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="zaken.csv"'
    assert row["reference"] == case["reference"]
    assert row["companyName"] == "Jansen Metaal BV"
    assert row["employees"] == "45"
    assert row["mrlLevel"] == "4"
    assert row["readinessScore"] == str(case["assessment"]["readiness"]["score"])
    assert row["contactEmail"] == "a.dewit@jansenmetaal.nl"
    assert row["assignee"] == ""


def test_all_pages_are_in_the_file_once_oldest_first(anna, post, monkeypatch):
    made = [post()["reference"] for _ in range(5)]

    monkeypatch.setattr(export, "PAGE", 2)

    assert [row["reference"] for row in rows(anna.get(PATH))] == made


def test_the_filters_of_the_list_hold(anna, post):
    post()
    small = post(change={"employees": 8})

    assert [row["reference"] for row in rows(anna.get(PATH, params={"sizeClass": "0-10"}))] == [small["reference"]]
    assert rows(anna.get(PATH, params={"q": "bestaatniet"})) == []
    assert anna.get(PATH, params={"status": "weg"}).status_code == 400


@pytest.mark.parametrize("name", ["=1+1", "+31", "-2", "@SUM(A1)", " =HYPERLINK(1)"])
def test_no_cell_is_a_formula(anna, post, name):
    post(change={"company_name": name})

    (row,) = rows(anna.get(PATH))

    assert row["companyName"] == f"'{name.strip()}" or row["companyName"] == f"'{name}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_quotes_commas_and_new_lines_stay_in_their_cell(anna, case):
    anna.put(f"/api/v1/cases/{case['id']}/assignee")
    reason = 'Klant zei: "nee, dank u",\nen wil later'
    tag = anna.get(f"/api/v1/cases/{case['id']}").headers["ETag"]
    anna.patch(
        f"/api/v1/cases/{case['id']}", json={"status": "closed", "closedReason": reason}, headers={"If-Match": tag}
    )

    assert rows(anna.get(PATH))[0]["closedReason"] == reason


def test_an_export_is_in_the_trail_of_each_case_in_it(anna, post):
    inside, outside = post(change={"employees": 8}), post()

    anna.get(PATH, params={"sizeClass": "0-10"})

    def trail(case):
        return [(e["action"], e["actor"]) for e in anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"]]

    assert ("exported", "Anna Bakker") in trail(inside)
    assert "exported" not in [action for action, _ in trail(outside)]
