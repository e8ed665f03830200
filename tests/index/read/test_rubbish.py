"""A folder full of rubbish: every bad file reported, none fatal, the good ones in."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from files import a_docx, a_pdf, a_stream, a_zip, lines, pdf_of, written
from yinju.index.library import Library
from yinju.index.read import paths
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import AddReport

GOOD = "The river is home to forty otters. 四十只水獭生活在这条河里，渔民每天都能看见它们。"
NOISE = random.Random(7).randbytes(200_000)
SUFFIXES = ("txt", "md", "html", "pdf", "docx", "jsonl", "csv", "tsv", "zip")
_SECONDS = 4.0  # instead of 30; two files need more
_LOCK = f"<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'11' * 32}>/P -4>>"


def _endless_pdf() -> bytes:
    """Drawings of drawings, ten to the thirtieth of them."""
    forms = [
        a_stream(b"/F Do " * 10, b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth))
        for depth in range(30)
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    tree = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_of([*tree, page, a_stream(b"/F Do"), *forms, a_stream(b"", b"/Subtype/Form")])


def rubbish() -> Iterator[tuple[str, str | bytes]]:
    """Names and contents of files that hold no article."""
    for suffix in SUFFIXES:
        yield f"noise.{suffix}", NOISE
        yield f"empty.{suffix}", b""
        if suffix not in ("jsonl", "csv", "tsv"):
            yield f"blank.{suffix}", b" \n\t\n"
    yield "encrypted.pdf", a_pdf(lines("Secret."), Encrypt=_LOCK, ID="[<00><00>]")
    yield "scanned.pdf", a_pdf([], [], [])
    yield "truncated.pdf", a_pdf(lines("Cut."))[:300]
    yield "endless.pdf", _endless_pdf()
    yield "truncated.docx", a_docx("<w:p/>")[:100]
    yield "page.docx", "<html><body>Not Word.</body></html>"
    yield "bomb.zip", a_zip({"a.txt": b"a" * 30_000_000})
    yield "tricks.zip", a_zip({"../a.txt": GOOD, "/etc/b.txt": GOOD, "C:\\c.txt": GOOD})
    yield "nested.zip", a_zip({"a.zip": a_zip({"a.txt": GOOD})})
    yield "huge.html", "<html><body>" + "<div><span>otters</span></div>" * (50 << 20 >> 5)
    yield "frames.html", "<html><frameset>" + "<frame>" * 1000
    yield "lines.txt", "a\n" * 1_000_000
    yield "line.txt", "no end " * 750_000
    yield "line.jsonl", '{"text": "' + "no end " * 750_000 + '"}'
    yield "title.jsonl", '{"text": "Body.", "title": "' + "no end " * 750_000 + '"}'
    yield "deep.jsonl", '{"text": ' + "[" * 1_000_000
    yield "headless.csv", "One article.\nAnother article.\n"
    yield "latin.txt", "Die Brücke über den Fluß wurde für zwölf Millionen gebaut.".encode("cp1252")
    yield "half.txt", b"\xff\xfea\x00b"
    yield "records.txt", "标题:\n总结:\n" * 3000
    yield "surrogate.jsonl", '{"text": "Body.", "url": "\\ud83d"}'


GOOD_FILES: dict[str, str | bytes] = {
    "a.txt": GOOD,
    "b.txt": (GOOD * 3).encode("gb18030"),
    "c.txt": GOOD.encode("utf-16"),
    "d.md": f"---\ndate: 2021-02-30\n---\n{GOOD}",
    "e.html": f"<html><body><article><p>{GOOD}</p><p>{GOOD[::-1]}</p></article></body></html>",
    "f.pdf": a_pdf(lines("The river is home to forty otters.")),
    "g.docx": a_docx(f"<w:p><w:r><w:t>{GOOD}</w:t></w:r></w:p>"),
    "h.jsonl": f'{{broken\n{{"text": "{GOOD}"}}\n',
    "i.csv": f"text,date\n{GOOD},2021-02-30\n",
    "j.zip": a_zip({"good/a.txt": GOOD, "../a.txt": GOOD}),
    "k.txt": "𓀀𓀁𓀂 𓀃𓀄𓀅 𓀆𓀇.",
    "deep.html": f"<html><body><article><p>{GOOD}</p>{'<div>' * 100_000}<p>{GOOD[::-1]}</p>",
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Library, AddReport, float]:
    folder = tmp_path_factory.mktemp("rubbish") / "in"
    for name, content in rubbish():
        written(folder, f"bad/{name}", content)
    for name, content in GOOD_FILES.items():
        written(folder, f"good/{name}", content)
    (folder / "bad" / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "bad" / "pipe.txt")
    written(Path(os.fsdecode(os.fsencode(folder / "bad") + b"/\xff\xfe")), "name.txt", GOOD)
    library = Library.open(folder.parent / "library", FakeEncoder(), create=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(paths, "Quarantine", lambda: Quarantine(seconds=_SECONDS, memory=512 << 20))
        begin = time.monotonic()
        report = library.add(paths.read_paths([folder]))
    return folder, library, report, time.monotonic() - begin


def _name(where: str, folder: Path) -> str:
    return where.removeprefix(f"{folder}/").split("!")[0].split(":")[0].split("#")[0]


def test_every_bad_file_is_reported_in_one_plain_sentence(
    outcome: tuple[Path, Library, AddReport, float],
) -> None:
    folder, _, report, _ = outcome
    named = {_name(item.where, folder) for item in report.failed}
    expected = {f"bad/{name}" for name, _ in rubbish()} | {"bad/gone.txt", "bad/pipe.txt"}
    assert named - {"bad/\\udcff\\udcfe/name.txt"} == expected | {"good/h.jsonl", "good/j.zip"}
    assert any(item.where.endswith("/name.txt") for item in report.failed)
    for item in report.failed:
        assert "\n" not in item.why
        assert ";" in item.why or item.why in ("binary content, not text", "not a regular file"), item
    counts = [sum(_name(item.where, folder) == name for item in report.failed) for name in named]
    assert max(counts) <= paths._TOLD + 1


def test_every_good_file_is_in(outcome: tuple[Path, Library, AddReport, float]) -> None:
    folder, library, report, _ = outcome
    held = {_name(article.identity, folder) for article in library.articles()}
    assert held == {f"good/{name}" for name in GOOD_FILES}
    assert report.added == len(GOOD_FILES)
    assert {_name(remark.where, folder) for remark in report.remarks} == {"good/d.md", "good/i.csv"}


def test_no_bad_file_takes_longer_than_it_may(outcome: tuple[Path, Library, AddReport, float]) -> None:
    *_, report, seconds = outcome
    limits = "took longer than", "MiB of memory"
    given_up = [Path(item.where).name for item in report.failed if any(limit in item.why for limit in limits)]
    assert given_up in (["endless.pdf"], ["endless.pdf", "huge.html"])  # a fast machine reads the page in time
    assert seconds < 10 * _SECONDS
