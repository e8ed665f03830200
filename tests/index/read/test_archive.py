"""Zipped folders: every member by its reader, and nothing that harms."""

from __future__ import annotations

import io
import itertools
import json
import stat
import zipfile
from pathlib import Path

import pytest

from files import a_docx, a_pdf, a_zip, drafts, failures, lines, read, why, written
from yinju.index.read import archive
from yinju.index.read.folders import Selection


def test_every_member_is_read_by_its_reader_in_a_stable_order(tmp_path: Path) -> None:
    members = {
        "b/z.md": "# Heading\n\nMarkdown.",
        "a.txt": "Text.",
        "b/rows.csv": "id,text\n7,Row.\n",
        "b/page.pdf": a_pdf(lines("Page.")),
        "word.docx": a_docx("<w:p><w:r><w:t>Word.</w:t></w:r></w:p>"),
        ".hidden.txt": "no",
        "b/.git/x.txt": "no",
        "__MACOSX/._a.txt": "no",
        "b/": "",
    }
    path = written(tmp_path, "a.zip", a_zip(members))
    assert [(draft.identity, draft.raw) for draft in drafts(path)] == [
        (f"{path}!a.txt", "Text."),
        (f"{path}!b/page.pdf", "Page."),
        (f"{path}!b/rows.csv#7", "Row."),
        (f"{path}!b/z.md", "Heading\n\nMarkdown."),
        (f"{path}!word.docx", "Word."),
    ]
    assert failures(path) == []


def test_a_zipped_corpus_is_read_like_a_folder_with_one(tmp_path: Path) -> None:
    corpus = json.dumps({"_id": "d1", "text": "Body."})
    path = written(
        tmp_path, "a.zip", a_zip({"s/corpus.jsonl": corpus, "s/queries.jsonl": corpus, "s/qrels/test.tsv": "a\tb\n"})
    )
    assert [draft.identity for draft in drafts(path)] == [f"{path}!s/corpus.jsonl#d1"]
    assert all(item.ignored for item in failures(path))


def test_names_from_a_chinese_machine_are_understood(tmp_path: Path) -> None:
    content = a_zip({"AAAA.txt": "Text."}).replace(b"AAAA", "港口".encode("gb18030"))
    path = written(tmp_path, "a.zip", content)
    assert [draft.identity for draft in drafts(path)] == [f"{path}!港口.txt"]


def test_patterns_choose_among_the_members_of_an_archive_that_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", a_zip({"a.txt": "A.", "drafts/b.txt": "B.", "c.md": "C."}))
    found = read(path, selection=Selection(["*.txt"], ["drafts/*"]))
    assert [item.where for item in found] == [f"{path}!a.txt"]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "C:\\out.txt", "..\\out.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, "a.zip", a_zip({name: "Out.", "in.txt": "In."}))
    assert [draft.raw for draft in drafts(path)] == ["In."]
    assert ["leads out" in item.why for item in failures(path)] == [True]


def _linked() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    return content.getvalue()


def _locked() -> bytes:
    content = bytearray(a_zip({"a.txt": "Text."}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    return bytes(content)


def _understated(content: bytes) -> bytes:
    """The archive, announcing one byte of its only member."""
    entry = content.index(b"PK\x01\x02")
    return content[: entry + 24] + b"\x01\0\0\0" + content[entry + 28 :]


@pytest.mark.parametrize(
    ("content", "where", "says"),
    [
        (_linked(), "!link.txt", "a link, not followed"),
        (_locked(), "!a.txt", "locked with a password"),
        (a_zip({"b.zip": a_zip({"a.txt": "x"})}), "!b.zip", "archive inside an archive"),
        (a_zip({"a.txt": b"a" * 30_000_000}), "!a.txt", "times its size"),
        (a_zip({"a.txt": b"a" * 70_000_000}), "!a.txt", "more than the 32 MiB"),
        (
            a_zip({"a.txt": "Body of text."}, zipfile.ZIP_STORED).replace(b"Body", b"Bodx"),
            "!a.txt",
            "damaged in the archive",
        ),
        (a_zip({"a.txt": "Text."}, zipfile.ZIP_LZMA), "!a.txt", "packed in a way that only some programs know"),
        (_understated(a_zip({"a.txt": b"a" * 900_000})), "!a.txt", "damaged in the archive"),
        (_understated(a_zip({"a.jsonl": b'{"text": "Body."}\n' * 50_000})), "!a.jsonl", "damaged in the archive"),
        (a_zip({"a.exe": "x"}), "!a.exe", "unknown format .exe"),
        (a_zip({"a.txt": "x" * 500})[:100], "", "damaged or cut short"),
        (b"no archive", "", "damaged or cut short"),
        (b"", "", "damaged or cut short"),
    ],
    ids=itertools.count(),  # an archive holds the time it was made
)
def test_what_an_archive_must_not_do_is_reported_where_it_is(
    tmp_path: Path, content: bytes, where: str, says: str
) -> None:
    path = written(tmp_path, "a.zip", content)
    assert says in why(path)
    assert failures(path)[0].where == f"{path}{where}"


def test_too_many_members_and_too_much_text_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.zip", a_zip({f"{n}.txt": "Text of ten." for n in range(4)}))
    monkeypatch.setattr(archive, "_TOTAL", 30)
    assert len(drafts(path)) == 2
    assert all("unpacks to more than" in item.why for item in failures(path))
    monkeypatch.setattr(archive, "_MEMBERS", 3)
    assert "holds 4 files" in why(path)
    monkeypatch.setattr(archive, "_DIRECTORY", 100)
    assert "list of files is longer" in why(path)


def test_an_archive_in_a_folder_is_read_too(tmp_path: Path) -> None:
    written(tmp_path, "b/a.zip", a_zip({"x.txt": "In the archive."}))
    written(tmp_path, "c.txt", "Beside it.")
    assert [draft.raw for draft in drafts(tmp_path)] == ["In the archive.", "Beside it."]
