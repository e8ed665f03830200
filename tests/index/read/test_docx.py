"""Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from files import a_docx, a_zip, one, why, written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def test_paragraphs_and_tables_come_in_their_order(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(p('Year'), p('Rate'))}{row.format(p('2021'), p('1.5', ' %'))}</w:tbl>"
    path = written(tmp_path, "a.docx", a_docx(p("A head", "line") + p("第一段。") + table + p("The end.")))
    assert one(path).raw == "A headline\n\n第一段。\n\nYear | Rate\n\n2021 | 1.5 %\n\nThe end."


def test_what_was_deleted_is_gone_and_what_was_inserted_is_there(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changes = f"<w:p><w:ins>{run.format('new ')}</w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del>{run.format('text.')}</w:p>"
    control = f"<w:sdt><w:sdtContent>{p('In a field.')}</w:sdtContent></w:sdt>"
    link = f"<w:p><w:hyperlink>{run.format('A link')}</w:hyperlink><w:r><w:tab/><w:t>on.</w:t></w:r></w:p>"
    path = written(tmp_path, "a.docx", a_docx(changes + control + link))
    assert one(path).raw == "new text.\n\nIn a field.\n\nA link on."


def test_footnotes_stand_at_the_end_and_the_title_counts_where_the_text_shows_it(tmp_path: Path) -> None:
    notes = f'<w:footnotes {W}><w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote>{p("A note.")}</w:footnote></w:footnotes>'
    core = '<c xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{}</d:title></c>'
    body = p("Rates rise") + p("The body.")
    stated = a_docx(body, word__footnotes=notes, docProps__core=core.format("Rates rise"))
    draft = one(written(tmp_path, "a.docx", stated))
    assert (draft.title, draft.raw) == ("Rates rise", "Rates rise\n\nThe body.\n\nA note.")
    assert one(written(tmp_path, "b.docx", a_docx(body, docProps__core=core.format("Template 7")))).title == ""


_BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (a_docx(p("Cut."))[:200], "damaged or cut short"),
        (b"PK no archive", "damaged or cut short"),
        (a_zip({"other.xml": "<a/>"}), "damaged or cut short"),
        (a_zip({"word/document.xml": f'<!DOCTYPE d [<!ENTITY a "ha">{_BOMB}]><w:d {W}>&j;</w:d>'}), "damaged"),
        (a_zip({"word/document.xml": b" " * (40 << 20)}), "unpacks to more than 32 MiB"),
        (a_docx("<w:p>" * 9000), "damaged"),
        (a_docx(p("")), "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "password"),
    ],
)
def test_a_document_that_cannot_be_read_is_reported_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in why(written(tmp_path, "a.docx", content))
