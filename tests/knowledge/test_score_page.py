"""The page that explains the scores holds the same tables as the content."""

from knowledge.docs import BLOCK, PAGE, filled, tables


def test_the_tables_of_the_page_are_those_of_the_content():
    page = PAGE.read_text(encoding="utf-8")

    assert filled(page) == page, "run `python -m knowledge.docs`"


def test_every_table_stands_on_the_page_once():
    page = PAGE.read_text(encoding="utf-8")

    assert sorted(found[1] for found in BLOCK.findall(page)) == sorted(tables())
