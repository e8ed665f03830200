"""PDF files: running text with its pages, or one sentence about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from files import a_pdf, a_stream, lines, one, pdf_of, read, why, written
from yinju.index.library import Library
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import Draft, Filter, Unreadable

FIRST = "The central bank raised its rate by a quarter of a point on Friday, and more rises will fol-"
SECOND = "low before the end of the year, as its governor told the newspapers of the capital, which had"
THIRD = "expected the step."
PARAGRAPH = (
    "The central bank raised its rate by a quarter of a point on Friday, and more rises will follow before the "
    "end of the year, as its governor told the newspapers of the capital, which had expected the step."
)


def test_a_paragraph_is_put_together_again_and_a_word_cut_at_a_line_end_too(tmp_path: Path) -> None:
    draft = one(written(tmp_path, "a.pdf", a_pdf(lines(FIRST, SECOND, THIRD, "", FIRST, SECOND, THIRD))))
    assert draft.raw == f"{PARAGRAPH}\n\n{PARAGRAPH}"


def test_chinese_lines_are_joined_without_a_space(tmp_path: Path) -> None:
    page = lines("中国人民银行宣布下调存款准备金率零点五个百分点，释放", "长期资金约一万亿元。新的政策自九月十五日起开始施行，", "市场普遍认为这一步早在预料之中。")  # fmt: skip
    assert one(written(tmp_path, "a.pdf", a_pdf(page))).raw == "".join(text for *_, text in page)


def test_every_page_begins_where_the_draft_says(tmp_path: Path) -> None:
    pages = (lines("One page says this."), [], lines("第三页说的是这个。"), lines("The fourth page says that."))
    draft = one(written(tmp_path, "a.pdf", a_pdf(*pages)))
    assert draft.raw == "One page says this.\n\n第三页说的是这个。\n\nThe fourth page says that."
    assert len(draft.pages) == 4
    assert draft.raw[draft.pages[2] :].startswith("第三页")
    assert draft.raw[draft.pages[3] :].startswith("The fourth")


def test_a_sentence_that_runs_on_over_a_page_is_not_cut(tmp_path: Path) -> None:
    draft = one(written(tmp_path, "a.pdf", a_pdf(lines(FIRST, SECOND), lines(THIRD, "", "Another."))))
    assert draft.raw == f"{PARAGRAPH}\n\nAnother."
    assert draft.raw[draft.pages[1] :].startswith("expected the step.")


def test_running_heads_and_page_numbers_go_and_what_stands_on_one_page_stays(tmp_path: Path) -> None:
    pages = [
        [
            *lines("Annual report of the society", top=760, size=9),
            *lines(f"Chapter {number // 3} on money {number}", left=300, top=740, size=9),
            *lines(f"Paragraph {number * 7} stands on one page."),
            *lines(f"Page {number} of 6", top=40, size=9),
        ]
        for number in range(1, 7)
    ]
    draft = one(written(tmp_path, "a.pdf", a_pdf(*pages)))
    assert draft.raw == "\n\n".join(f"Paragraph {number * 7} stands on one page." for number in range(1, 7))


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = lines("The left column tells of the harbour,", "which was rebuilt after the flood.")
    right = lines("The right column tells of the river,", "which is home to forty otters.", left=330)
    draft = one(written(tmp_path, "a.pdf", a_pdf([*left, *right])))
    assert draft.raw.replace("\n", " ").split() == " ".join(text for *_, text in [*left, *right]).split()


def test_the_title_is_the_stated_one_where_it_stands_in_the_text_else_the_largest_lines(tmp_path: Path) -> None:
    page = [*lines("Rates rise", top=760, size=20), *lines(FIRST, SECOND, THIRD)]
    assert one(written(tmp_path, "a.pdf", a_pdf(page, title="Rates  rise"))).title == "Rates rise"
    assert one(written(tmp_path, "b.pdf", a_pdf(page, title="Microsoft Word - new3.doc"))).title == "Rates rise"
    assert one(written(tmp_path, "c.pdf", a_pdf(lines(FIRST, SECOND, THIRD)))).title == ""


def test_pages_survive_the_library_and_are_no_facet(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", a_pdf(lines("One page says this."), lines("Another page tells of otters.")))
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    library.add(read(path))
    (article,) = library.articles()
    assert article.facets == {}
    assert article.text[article.pages[1] :] == "Another page tells of otters."
    assert [article.page(at) for at in (0, article.pages[1] - 1, article.pages[1])] == [1, 1, 2]
    assert library.add(read(path)).unchanged == 1
    with library.view() as view:
        assert view.search("otters")
        assert not view.search("otters", wanted=Filter(facets=(("pages", "0"),)))


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"
_TREE = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
_LOCK = f"<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'11' * 32}>/P -4>>"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (a_pdf(lines("Secret."), Encrypt=_LOCK, ID="[<00><00>]"), "password"),
        (a_pdf([]), "no text on its 1 pages"),
        (a_pdf(lines("Cut."))[:300], "damaged or cut short"),
        (b"%PDF-1.7\n", "damaged or cut short"),
        (b"no PDF at all", "damaged or cut short"),
        (pdf_of([_TREE[0], b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"]), "damaged or cut short"),
        (a_pdf(lines("\ue001\ue002\ue003\ue004\ue005")), "fonts do not say"),
        (b"", "empty"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_reported_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in why(written(tmp_path, "a.pdf", content))


def test_a_pdf_that_would_never_end_is_given_up_and_the_next_file_is_read() -> None:
    shapes = [
        a_stream(b"/F Do " * 10, b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth))
        for depth in range(30)
    ]
    hostile = pdf_of(
        [*_TREE, _PAGE % b"/XObject<</F 5 0 R>>", a_stream(b"/F Do"), *shapes, a_stream(b"", b"/Subtype/Form")]
    )
    with Quarantine(seconds=1, memory=256 << 20) as quarantine:
        (failure,) = quarantine.read(Path("a.pdf"), hostile)
        (draft,) = quarantine.read(Path("b.pdf"), a_pdf(lines("The river is home to otters.")))
    assert isinstance(failure, Unreadable)
    assert "256 MiB of memory" in failure.why or "took longer" in failure.why
    assert isinstance(draft, Draft)


def test_a_draft_of_a_pdf_is_the_same_each_time(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", a_pdf(lines(FIRST, SECOND, THIRD)))
    first, second = one(path), one(path)
    assert isinstance(first, Draft)
    assert first.digest == second.digest
