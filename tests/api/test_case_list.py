"""Lists of cases: filters that combine, paging that stays right, search."""

import pytest

from api.cases import search

PATH = "/api/v1/cases"


def references(answer):
    return [item["reference"][-3:] for item in answer.json()["items"]]


def pages(client, **params):
    """All items, page after page."""
    items, cursor = [], None
    while True:
        answer = client.get(PATH, params={**params, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        items += references(answer)
        cursor = answer.json()["next"]
        if cursor is None:
            return items


def test_a_list_leaves_out_contact_and_answers(anna, case):
    item = anna.get(PATH).json()["items"][0]

    assert item["company"]["name"] == "Jansen Metaal BV"
    assert not {"contact", "answers", "consent"} & set(item)


def test_pages_follow_each_other_without_gaps_or_doubles_while_cases_arrive(anna, post):
    for _ in range(5):
        post()

    first = anna.get(PATH, params={"limit": 2})
    post()
    second = anna.get(PATH, params={"limit": 2, "cursor": first.json()["next"]})
    third = anna.get(PATH, params={"limit": 2, "cursor": second.json()["next"]})

    assert references(first) + references(second) + references(third) == ["005", "004", "003", "002", "001"]
    assert third.json()["next"] is None


def test_longest_waiting_first(anna, post):
    for _ in range(3):
        post()

    assert pages(anna, sort="createdAt", limit=1) == ["001", "002", "003"]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"status": "claimed"}, ["002"]),
        ({"assignedTo": "me"}, ["002"]),
        ({"assignedTo": "none"}, ["003", "001"]),
        ({"sizeClass": "0-10"}, ["003"]),
        ({"sizeClass": "0-10", "status": "claimed"}, []),
        ({"yamamotoType": 4}, ["001"]),
        ({"yamamotoType": 1}, ["003", "002", "001"]),
        ({"mrlMin": 5}, ["003"]),
        ({"mrlMax": 5}, ["002", "001"]),
        ({"mrlMin": 9}, []),
        ({"q": "jansen"}, ["003", "002"]),
        ({"q": "CAFE"}, ["001"]),
        ({"q": "enschede jansen"}, ["003", "002"]),
        ({"q": "SMA 002"}, ["002"]),
        ({"q": "100%"}, []),
        ({"createdAfter": "2020-01-01T00:00:00+01:00"}, ["003", "002", "001"]),
        ({"createdAfter": "2199-01-01T00:00:00Z"}, []),
    ],
)
def test_filters_narrow_the_list_together(anna, post, params, found):
    post(change={"company_name": "Café de Draaibank", "methods_novelty": "new"})
    mine = post()
    post(change={"employees": 8, "mrl_evidence": {"5": True, "7": False, "6": True}})
    anna.put(f"{PATH}/{mine['id']}/assignee")

    assert references(anna.get(PATH, params=params)) == found


@pytest.mark.parametrize(
    "params",
    [
        {"status": "weg"},
        {"limit": 101},
        {"limit": 0},
        {"mrlMin": "veel"},
        {"sort": "naam"},
        {"createdAfter": "gisteren"},
        {"createdAfter": "2026-01-01"},
        {"assignedTo": "jan"},
        {"cursor": "onzin"},
        {"cursor": "WyIxIl0="},
        {"q": "nul\0"},
        {"province": "x' OR 1=1"},
    ],
)
def test_what_a_filter_does_not_know_is_400(anna, params):
    answer = anna.get(PATH, params=params)

    assert answer.status_code == 400
    assert answer.json()["invalidParams"]


def test_a_cursor_of_another_order_is_400(anna, post):
    for _ in range(2):
        post()
    cursor = anna.get(PATH, params={"limit": 1}).json()["next"]

    assert anna.get(PATH, params={"cursor": cursor, "sort": "updatedAt"}).status_code == 400


def test_a_program_has_no_cases_of_its_own(service):
    assert service.get(PATH, params={"assignedTo": "me"}).status_code == 400


def test_words_are_found_in_company_answers_and_notes(anna, post):
    post(change={"company_name": "Smederij De Hamer", "initiative": "Lasrobots voor kleine series"})
    noted = post(change={"company_name": "Plaatwerkerij Oost"})
    anna.post(f"{PATH}/{noted['id']}/notes", json={"text": "Wil vooral minder verspilling."})

    assert references(anna.get(PATH, params={"q": "hamer lasrobot"})) == ["001"]
    assert references(anna.get(PATH, params={"q": "plaatwerk"})) == ["002"]
    assert references(anna.get(PATH, params={"q": "verspillingen"})) == ["002"]
    assert references(anna.get(PATH, params={"q": "hamer verspilling"})) == []


@pytest.mark.parametrize("q", ['"', "'", "a OR b", "NEAR(", "x:*", "&|!", "-", "(", "\\", "é" * 200])
def test_a_search_is_words_and_never_a_query(anna, case, q):
    assert anna.get(PATH, params={"q": q}).status_code == 200


def test_a_frequent_word_is_found_as_well_as_a_rare_one(anna, post, monkeypatch):
    post(change={"company_name": "Draaierij Zuid"})
    post()
    post()
    rare = references(anna.get(PATH, params={"q": "jansen", "limit": 1}))

    monkeypatch.setattr(search, "FREQUENT", 1)

    assert references(anna.get(PATH, params={"q": "jansen", "limit": 1})) == rare == ["003"]
    assert pages(anna, q="jansen", limit=1) == ["003", "002"]


def test_an_erased_case_is_not_found(anna, admin, case):
    admin.delete(f"{PATH}/{case['id']}", headers={"If-Match": "*"})

    assert references(anna.get(PATH, params={"q": "jansen"})) == []


def test_the_words_of_an_erased_case_leave_the_index_itself(app, anna, admin, case):
    if app.state.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps the words in the row that is erased")
    anna.post(f"{PATH}/{case['id']}/notes", json={"text": "quarantaine"})
    assert "quarant" in index_blocks(app)

    admin.delete(f"{PATH}/{case['id']}", headers={"If-Match": "*"})

    assert "quarant" not in index_blocks(app)


def index_blocks(app):
    """The raw content of the search index."""
    with app.state.engine.connect() as connection:
        blocks = connection.exec_driver_sql("SELECT block FROM case_search_data").scalars().all()
    return "\n".join(block.decode("latin-1") for block in blocks)
