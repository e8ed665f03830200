"""A pasted answer read: sentences with their places, marks and what they stand for, whatever the markup."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.errors import UsageError
from yinju.rag.checking.reading import LONGEST, MOST, read, reference
from yinju.rag.checking.types import Written


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in read(text)[1]]


def one(text: str) -> Written:
    (sentence,) = read(text)[1]
    return sentence


def marks(text: str) -> list[tuple[str, str | None]]:
    """What each mark of the first sentence says and leads to."""
    return [(m.text, (m.reference.url or m.reference.text) if m.reference else None) for m in read(text)[1][0].marks]


def test_sentences_keep_their_places_in_the_given_text() -> None:
    text = "# Head\n\nThe fund was **founded** in Lagos [1]. It has *nine* members.\n\n上海有`600`家企业【1】。浦东也有。\n"
    found = read(text)[1]
    assert [s.text for s in found] == [
        "The fund was founded in Lagos.", "It has nine members.", "上海有600家企业。", "浦东也有。",
    ]  # fmt: skip
    assert [text[s.start : s.end] for s in found] == [
        "The fund was **founded** in Lagos [1].", "It has *nine* members.", "上海有`600`家企业【1】。", "浦东也有。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Otters swim well [1].", ["[1]"]),
        ("Otters swim well. [1]", ["[1]"]),
        ("Otters swim well.[1][2]", ["[1]", "[2]"]),
        ("Otters swim well [1, 3].", ["[1]", "[3]"]),
        ("Otters swim well [1-3].", ["[1]", "[2]", "[3]"]),
        ("Otters swim well [1–2, 4].", ["[1]", "[2]", "[4]"]),
        ("Otters swim well【1】.", ["[1]"]),
        ("Otters swim well【4†source】.", ["[4]"]),
        ("Otters swim well［２］.", ["[2]"]),
        ("Otters swim well[^1].", ["[1]"]),
        ("Otters swim well[^note].", ["[^note]"]),
        ("Otters swim well<sup>2</sup>.", ["[2]"]),
        ("Otters swim well [Source 3].", ["[3]"]),
        ("水獭善于游泳[来源2]。", ["[2]"]),
        ("Otters swim well [[1]](https://a.org/x).", ["[1]"]),
        ("Otters swim well ([a.org](https://a.org/x)).", ["[a.org]"]),
        ("Otters swim well https://a.org/x.", ["[https://a.org/x]"]),
        ("Otters swim well (Source: The otter book).", ["(The otter book)"]),
        ("水獭善于游泳（来源：水獭之书）。", ["(水獭之书)"]),
        ("Otters swim well [99999999999].", ["[99999999999]"]),
        ("Otters swim well [1-9999999].", ["[1]", "[9999999]"]),
    ],
)
def test_marks_of_every_kind_belong_to_their_sentence_and_leave_its_words(written: str, expected: list[str]) -> None:
    first, *_ = found = read(f"{written} Herons stand in the reeds.")[1]
    assert [mark.text for mark in first.marks] == expected
    assert first.text in ("Otters swim well.", "水獭善于游泳。")
    assert found[-1].marks == ()


@pytest.mark.parametrize(
    "text", ["Cost fell to [sic] 3.", r"Write \[1\] to cite it.", "An area of 5 m² was dug.", "3 * 4 * 5 is 60."]
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert one(text).marks == ()


@pytest.mark.parametrize(
    "listed",
    [
        "[1]: https://a.org/x\n[2]: https://b.org/y",
        "[1]: https://a.org/x \"Title\"\n[2]: <https://b.org/y>",
        "[^1]: Title one https://a.org/x\n[^2]: [Title](https://b.org/y)",
        "References\n1. Title one https://a.org/x\n2. Title two https://b.org/y",
        "## Sources:\n- [Title one](https://a.org/x)\n- [Title two](https://b.org/y)",
        "**参考资料**\n[1] 标题一 https://a.org/x\n[2] 标题二 https://b.org/y",
        "来源：\n1、标题一 https://a.org/x\n2、标题二 https://b.org/y",
        "[1] Title one https://a.org/x\n[2] Title two\n    https://b.org/y",
        "Sources: [1] Title one https://a.org/x; [2] Title two https://b.org/y",
        "来源：【1】标题一 https://a.org/x 【2】标题二 https://b.org/y",
        "1. https://a.org/x\n2. https://b.org/y",
    ],
)  # fmt: skip
def test_lists_of_sources_of_every_kind_are_read_and_are_no_sentences(listed: str) -> None:
    text = f"Otters swim well [1][2].\n\n{listed}\n"
    assert sentences(text) == ["Otters swim well."]
    assert [url for _, url in marks(text)] == ["https://a.org/x", "https://b.org/y"]


def test_a_list_after_which_the_answer_goes_on_ends_with_the_next_heading() -> None:
    assert sentences("Otters swim [1].\n\n## Sources\n[1] Book\n\n## More\nHerons stand.") == [
        "Otters swim.",
        "Herons stand.",
    ]


def test_a_marker_without_an_entry_stands_for_nothing() -> None:
    assert marks("Otters swim [3].\n\n[1]: https://a.org/x") == [("[3]", None)]


def test_what_yinju_itself_prints_is_read_back() -> None:
    printed = "Otters swim well. [1]\n\n[1] verbatim  The otter book · en\n    594d05727d96c7e5, characters 830–997\n"
    assert sentences(printed) == ["Otters swim well."]
    (mark,) = read(printed)[1][0].marks
    assert mark.reference is not None
    assert "594d05727d96c7e5" in mark.reference.text


def test_headings_code_rules_images_comments_and_scripts_say_nothing() -> None:
    text = (
        "---\ntitle: An answer\n---\n# Otters\n\nOn swimming\n===\n```\nprint('Herons.')\n```\n***\n**In short**\n\n"
        "![A heron flies.](https://x.org/i.png) Otters <!-- Herons lie. --><script>Herons.</script>swim<b> well</b>.\n"
    )
    assert sentences(text) == ["Otters swim well."]


def test_items_quotes_and_wrapped_lines_are_sentences_of_their_own() -> None:
    text = (
        "> Otters swim.\n\n* Herons stand\n* [x] Foxes run\n1. Bears sleep\n（2）狐狸在跑\n\n"
        "The delta of the great river in the far north of the country\nis home to forty otters.\n这条大河位于这个国家遥远的北方，它在那里分成许多条小河，它的三角洲\n里有四十只水獭。"
    )
    assert sentences(text) == [
        "Otters swim.", "Herons stand", "Foxes run", "Bears sleep", "狐狸在跑",
        "The delta of the great river in the far north of the country is home to forty otters.",
        "这条大河位于这个国家遥远的北方，它在那里分成许多条小河，它的三角洲里有四十只水獭。",
    ]  # fmt: skip


def test_rows_of_a_table_are_kept_apart_and_its_columns_names_left_out() -> None:
    found = read("It is so.\n\n| Animal | Number |\n|---|---:|\n| Otters | 40 |\n")[1]
    assert [(s.text, s.row) for s in found] == [("It is so.", False), ("Otters | 40", True)]


def test_a_line_that_opens_a_list_is_told() -> None:
    assert [s.opens for s in read("The delta has these animals:\n- forty otters\n- nine herons\n")[1]] == [
        True,
        False,
        False,
    ]


def test_hidden_characters_and_tricks_with_direction_are_left_out() -> None:
    assert one("Ot\u200bters \u202eswim\u202c we\u00adll\x1b\x07.").text == "Otters swim well."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no sentence"),
        ("# Title\n\n```\ncode\n```\n", "no sentence"),
        ("[1]: https://a.org", "no sentence"),
        ("!!! ??? ---", "no sentence"),
        ("word " * (LONGEST // 5 + 1), "at most 100,000 are checked"),
        ("Otters swim. " * (MOST + 1), "at most 1,000 are checked"),
    ],
)
def test_nothing_and_too_much_are_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "[1]", "[[1]](", "(" + " ", "![", "<script", "<!--", "`", "*", "_", "<a href=", "[a](", "【1", "([a](b) ", "\\", "> ", "| ", "- ", "[^", "(source: ", "¹", "~"],
)  # fmt: skip
def test_markup_without_end_takes_no_time(piece: str) -> None:
    text = f"Otters swim well. {piece * (20_000 // len(piece))}"
    begin = time.process_time()
    with suppress(UsageError):  # more sentences than are checked
        read(text)
    assert time.process_time() - begin < 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Otters swim. ", "上海有600家企业。", "**", "[1]", "[a](https://b.org)", "\n", "\n\n", "- ", "# ", "```\n", "`", "<b>", "| ", "[1]: x\n", "References\n", "\\[", "¹", "> ", "  "]), max_size=25))  # fmt: skip
def test_whatever_is_pasted_places_lie_in_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        _, found = read(text)
    except UsageError:
        return
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(text[s.start] == s.text[0] and text[s.end - 1] == s.text[-1] for s in found if not s.row)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("written", "text", "url"),
    [
        ("[Title](https://a.org/x)", "Title", "https://a.org/x"),
        ("Title — https://a.org/x", "Title", "https://a.org/x"),
        ("[Title](https://a.org/film_(1999) \"t\"), 2021", "Title , 2021", "https://a.org/film_(1999)"),
        ("594d05727d96c7e5", "594d05727d96c7e5", None),
        ("《标题》，2021年", "《标题》，2021年", None),
    ],
)  # fmt: skip
def test_an_entry_is_its_words_and_its_address(written: str, text: str, url: str | None) -> None:
    found = reference(written)
    assert (found.text, found.url) == (text, url)
