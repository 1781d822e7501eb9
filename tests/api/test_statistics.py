"""Statistics: never of fewer than five, and nothing below five can be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from api.cases.statistics import FEWEST, distribution

PATH = "/api/v1/statistics"


def test_statistics_are_for_advisors_and_administrators(anyone, service, editor, anna, admin):
    assert anyone.get(PATH).status_code == 401
    assert service.get(PATH).status_code == 403
    assert editor.get(PATH).status_code == 403
    assert anna.get(PATH).status_code == 200
    assert admin.get(PATH).status_code == 200


def test_four_cases_are_no_statistics(anna, post):
    for _ in range(4):
        post()

    assert anna.get(PATH).json() == {"total": None, "distributions": {}}


def test_what_five_cases_have_is_counted(anna, post):
    for _ in range(5):
        post()
    post(change={"employees": 8})

    found = anna.get(PATH).json()

    assert found["total"] == 6
    assert found["distributions"]["province"] == {"values": [{"value": "overijssel", "count": 6}], "others": 0}
    assert found["distributions"]["mrlLevel"]["values"] == [{"value": 4, "count": 6}]
    assert found["distributions"]["sizeClass"] == {"values": [], "others": 6}  # 5 shown would tell of the one
    assert sum(share["count"] for share in found["distributions"]["necessityLevel"]["values"]) == 6


@given(st.dictionaries(st.integers(), st.integers(min_value=1, max_value=30), max_size=8))
def test_no_count_below_five_can_be_worked_out(counts):
    found = distribution(counts)

    assert all(share.count >= FEWEST for share in found.values)
    assert found.others == 0 or found.others >= FEWEST or not found.values
    assert sum(share.count for share in found.values) + found.others == sum(counts.values())
