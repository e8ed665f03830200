"""Printed lines to running text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yinju.index.read.layout import Line, headline, running_text

WIDE = 400.0


def line(
    text: str, base: float, *, left: float = 72, width: float = WIDE, height: float = 11, hyphen: bool = False
) -> Line:
    return Line(text, left, left + width, base, base, height, hyphen)


def test_an_indented_line_begins_a_paragraph() -> None:
    page = [line("One line goes on", 700), line("and ends here.", 686, width=120), line("Another begins", 672, left=90)]
    assert running_text([page])[0] == "One line goes on and ends here.\nAnother begins"


def test_a_short_line_ends_its_paragraph_even_without_a_stop() -> None:
    page = [
        line("A wide line that reaches the edge", 700),
        line("short", 686, width=40),
        line("A new one goes on", 672),
    ]
    assert running_text([page])[0] == "A wide line that reaches the edge short\nA new one goes on"


def test_a_heading_stays_on_its_own() -> None:
    page = [line("Large words", 700, height=20), line("Usual words of the text that follows it", 680)]
    assert running_text([page])[0] == "Large words\n\nUsual words of the text that follows it"


def test_rows_of_a_narrow_table_stay_rows() -> None:
    page = [line(f"Item {n} {n * 37}", 700 - 14 * n, width=90) for n in range(4)]
    assert running_text([page])[0] == "Item 0 0\nItem 1 37\nItem 2 74\nItem 3 111"


def test_bullets_begin_lines_of_their_own() -> None:
    page = [
        line("• one thing that fills its whole line up to the", 700),
        line("edge", 686, left=84),
        line("• two", 672),
    ]
    assert running_text([page])[0] == "• one thing that fills its whole line up to the edge\n• two"


def test_a_hyphen_stays_where_the_text_shows_that_it_belongs_to_the_word() -> None:
    cut = [
        line("They are well-known, and again well", 700, hyphen=True),
        line("known for what they do in har", 686, hyphen=True),
    ]
    text, _ = running_text([[*cut, line("bours", 672)]])
    assert text == "They are well-known, and again well-known for what they do in harbours"


def test_a_sentence_goes_on_in_the_next_column() -> None:
    page = [
        line("The left column ends in the midst of", 80, width=200),
        line("its sentence here.", 700, left=330, width=200),
    ]
    assert running_text([page])[0] == "The left column ends in the midst of its sentence here."


def test_a_number_that_counts_the_pages_is_no_text_and_one_that_does_not_is() -> None:
    pages = [
        [line(f"{90 + n}", 760, width=20), line(f"Body {n} of it", 400), line("1200", 40, width=20)] for n in range(5)
    ]
    pages[3][2] = line("1300", 40, width=20)
    text, _ = running_text(pages)
    assert "93" not in text
    assert "1300" in text


def test_the_headline_is_what_is_set_largest() -> None:
    page = [
        line("Rates", 740, height=22),
        line("rise", 715, height=22),
        *(line("words", 690 - 14 * n) for n in range(5)),
    ]
    assert headline([page]) == "Rates rise"
    assert headline([page[2:]]) == ""


_texts = st.sampled_from(["Ein Wort und", "noch eines.", "一行中文，", "結束了。", "слова идут", "αλλά", "كلمات", "- 7 -", "12", "ก็ไทย", "क ख"])  # fmt: skip
_lines = st.builds(line, _texts, st.integers(20, 780), left=st.integers(20, 400), width=st.integers(5, 500), height=st.integers(1, 30), hyphen=st.booleans())  # fmt: skip


@given(st.lists(st.lists(_lines, max_size=8), max_size=6))
def test_pages_begin_in_order_inside_the_text_and_no_word_is_made_up(pages: list[list[Line]]) -> None:
    text, starts = running_text(pages)
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
    given = "".join("".join(line.text.split()) for page in pages for line in page).replace("-", "")
    kept = "".join(text.split()).replace("-", "")
    assert len(kept) <= len(given)
    assert set(kept) <= set(given)
