"""The inbox of the desk over HTTP: filters in the address, and a list that keeps itself up to date."""

import re
from datetime import timedelta

import pytest

from api.cases.listing import today


def names(text):
    return re.findall(r'<a href="/desk/cases/[^"]*">([^<]*)</a>', text)


def test_filters_in_the_address_work_together_and_can_be_taken_away(anna, post):
    post(change={"company_name": "Vonk", "employees": 8})
    post(change={"company_name": "Groot", "employees": 300})
    post(change={"company_name": "Verweg", "employees": 8, "place": "Goes"})

    text = anna.get("/desk?tab=vrij&sizeClass=0-10&province=overijssel&mrlMin=3").text

    assert names(text) == ["Vonk"]
    chips = re.search(r'<ul class="chips".*?</ul>', text, re.S)[0]
    assert 'href="/desk?tab=vrij&amp;sizeClass=0-10&amp;mrlMin=3"' in chips
    assert "Overijssel" in chips


def test_empty_fields_of_the_form_are_no_filters(anna, case):
    assert names(anna.get("/desk?tab=alle&q=&province=&mrlMin=&status=&sort=createdAt").text) == ["Jansen Metaal BV"]


@pytest.mark.parametrize(
    "query", ["province=mars", "mrlMin=12", "assignedTo=ik", "status=weg", "sort=kleur", "channel=post"]
)
def test_a_filter_that_does_not_exist_is_a_page_that_says_so(anna, query):
    assert anna.get(f"/desk?{query}").status_code == 400


def test_all_cases_can_be_narrowed_to_a_colleague_or_nobody(anna, bert, post):
    post(change={"company_name": "Vrij"})
    taken = post(change={"company_name": "Bezet"})
    bert.put(f"/api/v1/cases/{taken['id']}/assignee")
    bert_id = next(o["id"] for o in anna.get("/api/v1/advisors").json()["items"] if o["name"] == "Bert Dijk")

    assert names(anna.get("/desk?tab=alle&assignedTo=none").text) == ["Vrij"]
    assert names(anna.get(f"/desk?tab=alle&assignedTo={bert_id}").text) == ["Bezet"]


def test_what_comes_back_today_stands_on_top_of_ones_own_list(anna, post):
    cases = [post(change={"company_name": name}) for name in ("Eerste", "Tweede", "Derde")]
    for case in cases:
        anna.post(f"/desk/cases/{case['id']}/claim")
    version = anna.get(f"/api/v1/cases/{cases[2]['id']}").headers["ETag"]

    anna.post(f"/desk/cases/{cases[2]['id']}/follow-up", data={"version": version, "on": str(today())})
    version = anna.get(f"/api/v1/cases/{cases[0]['id']}").headers["ETag"]
    later = str(today() + timedelta(days=9))
    anna.post(f"/desk/cases/{cases[0]['id']}/follow-up", data={"version": version, "on": later})

    assert names(anna.get("/desk?tab=mijn").text) == ["Derde", "Tweede", "Eerste"]


def test_the_list_alone_says_when_nothing_changed(anna, editor, anyone, post):
    post()
    first = anna.get("/desk/list?tab=vrij")

    unchanged = anna.get("/desk/list?tab=vrij", headers={"If-None-Match": first.headers["ETag"]})
    post()
    changed = anna.get("/desk/list?tab=vrij", headers={"If-None-Match": first.headers["ETag"]})

    assert (unchanged.status_code, unchanged.text) == (304, "")
    assert changed.status_code == 200
    assert len(names(changed.text)) == 2
    assert "<html" not in changed.text
    assert editor.get("/desk/list").status_code == 403
    assert anyone.get("/desk/list").status_code == 303


def test_the_list_stays_beside_the_case_and_after_a_button(anna, post):
    case = post(change={"company_name": "Vonk", "employees": 8})
    post(change={"company_name": "Groot", "employees": 300})

    page = anna.get(f"/desk/cases/{case['id']}?tab=vrij&sizeClass=0-10").text
    done = anna.post(f"/desk/cases/{case['id']}/claim?tab=vrij&sizeClass=0-10")

    beside = re.search(r'<nav class="beside".*?</nav>', page, re.S)[0]
    assert "Vonk" in beside
    assert "Groot" not in beside
    assert done.headers["Location"].endswith("?tab=vrij&sizeClass=0-10&melding=claimed")


def test_similar_earlier_cases_say_why_and_how_they_ended(anna, post):
    earlier = post(change={"company_name": "Smederij Vonk"})
    post(change={"company_name": "Heel anders", "employees": 900, "technologies": ["blockchain"], "place": "Goes"})
    anna.patch(
        f"/api/v1/cases/{earlier['id']}",
        json={"status": "closed", "closedReason": "Geholpen met MIT"},
        headers={"If-Match": "*"},
    )
    case = post()

    text = anna.get(f"/desk/cases/{case['id']}").text

    similar = text.split('id="lijkt"')[1]
    assert "Smederij Vonk" in similar
    assert "Geholpen met MIT" in similar
    assert "11-50 medewerkers" in similar
    assert "Heel anders" not in similar.split("</section>")[0]
