"""What adding on the page does, without a browser."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from parsed import parsed
from yinju.index.errors import LibraryFull
from yinju.index.library import Library
from yinju.index.repairing import verify
from yinju.rag.settings import Settings
from yinju.ui.app.receiving import MOST, Receiving
from yinju.ui.html.additions import drop_zone
from yinju.ui.strings import Interface, say


class SlowEncoder(FakeEncoder):
    """Waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.asked = threading.Event(), threading.Event()

    def encode(self, texts, role):  # type: ignore[no-untyped-def]
        self.asked.set()
        self.gate.wait(20)
        return super().encode(texts, role)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", FakeEncoder(), create=True)


@pytest.fixture
def receiving(tmp_path: Path, library: Library) -> Receiving:
    return Receiving(library, Settings(cache=tmp_path / "cache", prepare=False), tmp_path / "uploads")


_numbers = itertools.count()


def sent(tmp_path: Path, name: str, content: str | bytes) -> dict[str, object]:
    """What a browser tells of a file that it has sent."""
    path = tmp_path / "uploads" / f"{next(_numbers):064x}" / f"unique{Path(name).suffix}"
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {"name": name, "path": str(path)}


def until(what: Callable[[], bool]) -> None:
    """Wait for something, and fail when it does not come."""
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def added(receiving: Receiving, *files: dict[str, object], owner: str = "me") -> str:
    """Add files, and return what is shown at the end."""
    receiving.receive(files, owner)
    until(lambda: not receiving.busy())
    return parsed(receiving.shown(owner, "en")).text


def left(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "uploads").rglob("*") if path.is_file() or path.name.startswith("adding-")]


def test_what_was_sent_becomes_articles_known_by_their_own_names(tmp_path: Path, receiving: Receiving, library: Library) -> None:  # fmt: skip
    text = added(receiving, sent(tmp_path, "河流.md", "# Otters\n\nThere are forty."), sent(tmp_path, "wall.txt", "The wall.\n\nIt is high."))  # fmt: skip
    assert "2 added" in text
    assert "Otters" in text, "what went in is listed"
    assert {article.identity for article in library.articles()} == {"河流.md", "wall.txt"}
    assert str(tmp_path / "uploads") not in repr(library.articles())
    assert left(tmp_path) == [], "no copy stays behind"


def test_a_second_time_is_free_and_a_newer_file_updates(tmp_path: Path, receiving: Receiving, library: Library) -> None:
    added(receiving, sent(tmp_path, "a.md", "There are forty otters."))
    encoded = library.encoder.encoded  # type: ignore[attr-defined]
    assert "1 already there, unchanged" in added(receiving, sent(tmp_path, "a.md", "There are forty otters."))
    assert library.encoder.encoded == encoded  # type: ignore[attr-defined]
    assert "1 updated" in added(receiving, sent(tmp_path, "a.md", "There are fifty otters."))
    (article,) = library.articles()
    assert article.text == "There are fifty otters."


def test_each_file_that_does_not_go_in_is_named_with_its_reason(tmp_path: Path, receiving: Receiving) -> None:
    text = added(
        receiving,
        sent(tmp_path, "good.md", "There are forty otters."),
        sent(tmp_path, "empty.txt", ""),
        sent(tmp_path, "noise.txt", bytes(range(256)) * 10),
        sent(tmp_path, "program.exe", "MZ"),
        sent(tmp_path, "broken.pdf", b"%PDF-1.4 no"),
        {"name": "film.pdf", "why": "large", "size": 314_572_800},
        {"name": "lost.md", "why": "lost"},
        {"name": "late.md", "why": "many"},
    )
    assert "1 added" in text
    assert "7 not added" in text
    for name, why in {
        "empty.txt": "empty; nothing to add",
        "noise.txt": "binary content",
        "program.exe": "unknown format .exe",
        "broken.pdf": "damaged or cut short",
        "film.pdf": "315 MB is more than the 64 MB",
        "lost.md": "could not be sent",
        "late.md": f"more than {MOST:,} files at once",
    }.items():
        assert f"{name} {why}" in text
    until(lambda: left(tmp_path) == [])


def test_no_file_but_one_that_was_sent_here_is_read(tmp_path: Path, receiving: Receiving, library: Library) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("The password is otter.")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "link.md").symlink_to(secret)
    for path in (str(secret), str(tmp_path / "uploads" / ".." / "secret.md"), str(tmp_path / "uploads" / "link.md"), "/etc/passwd", "", "a\x00b", str(tmp_path / "uploads")):  # fmt: skip
        number = receiving.receive([{"name": "a.md", "path": path}], "me")
        until(lambda: not receiving.busy())
        assert "a.md could not be sent" in parsed(receiving.shown("me", "en")).text
        receiving.close(number, "me")
    assert library.count() == 0
    assert secret.exists()


@pytest.mark.parametrize("told", [{}, {"name": None, "path": None}, {"name": 7, "path": 7, "why": 7, "size": "x"}, {"name": "a.md", "why": "large", "size": None}])  # fmt: skip
def test_nonsense_from_a_browser_is_refused(receiving: Receiving, told: dict[str, object]) -> None:
    assert "1 not added" in added(receiving, told)


def test_nothing_at_all_is_told(receiving: Receiving) -> None:
    assert say("library_added_nothing", "en") in added(receiving)


def test_two_people_add_at_once_and_see_their_own(tmp_path: Path, receiving: Receiving, library: Library) -> None:
    slow = SlowEncoder()
    library.encoder = slow
    receiving.receive([sent(tmp_path, "a.md", "There are forty otters.")], "ada")
    receiving.receive([sent(tmp_path, "b.md", "There are fifty herons.")], "bob")
    until(lambda: receiving.shown("ada", "en").count("Adding") >= 1)
    seen = parsed(receiving.shown("ada", "en")).text
    assert "Adding: 0 of 1" in seen
    assert "Somebody else is adding articles: 1" in seen
    slow.gate.set()
    until(lambda: not receiving.busy())
    for owner, other in (("ada", "herons"), ("bob", "otters")):
        text = parsed(receiving.shown(owner, "en")).text
        assert "1 added" in text
        assert other not in text
    assert {article.identity for article in library.articles()} == {"a.md", "b.md"}
    assert verify(library.catalogue.folder).well


def test_the_same_file_from_two_people_is_one_article(tmp_path: Path, receiving: Receiving, library: Library) -> None:
    for owner in ("ada", "bob"):
        receiving.receive([sent(tmp_path, "a.md", "There are forty otters.")], owner)
    until(lambda: not receiving.busy())
    assert library.count() == 1
    assert verify(library.catalogue.folder).well


def test_a_third_waits_for_its_turn(tmp_path: Path, receiving: Receiving, library: Library) -> None:
    slow = SlowEncoder()
    library.encoder = slow
    for number in range(3):
        receiving.receive([sent(tmp_path, f"{number}.md", f"There are {number} otters.")], str(number))
    until(lambda: sum("Files waiting" in receiving.shown(str(number), "en") for number in range(3)) == 1)
    slow.gate.set()
    until(lambda: not receiving.busy())
    assert library.count() == 3


def test_what_was_begun_can_be_stopped_and_what_went_in_stays(tmp_path: Path, receiving: Receiving, library: Library) -> None:  # fmt: skip
    slow = SlowEncoder()
    library.encoder = slow
    text = "There are many otters in the river, and nobody has counted them yet. " * 100
    number = receiving.receive([sent(tmp_path, f"{i}.md", f"{i} {text}") for i in range(60)], "me")
    until(lambda: "Adding: 0 of 60" in receiving.shown("me", "en"))
    assert slow.asked.wait(20), "the first articles are on their way"
    receiving.stop(number, "somebody else")
    assert "Stopping" not in receiving.shown("me", "en")
    receiving.stop(number, "me")
    assert "Stopping" in receiving.shown("me", "en")
    slow.gate.set()
    until(lambda: not receiving.busy())
    assert "Stopped." in receiving.shown("me", "en")
    assert 0 < library.count() < 60
    assert verify(library.catalogue.folder).well
    until(lambda: left(tmp_path) == [])


def test_a_report_stays_until_it_is_closed_by_whose_it_is(tmp_path: Path, receiving: Receiving) -> None:
    added(receiving, sent(tmp_path, "a.md", "There are forty otters."))
    receiving.close(1, "somebody else")
    assert "1 added" in receiving.shown("me", "en")
    receiving.close(1, "me")
    assert receiving.shown("me", "en") == ""


@contextmanager
def raising(error: Exception):  # type: ignore[no-untyped-def]
    raise error
    yield


def test_a_disk_that_is_full_is_told_and_nothing_stays_behind(tmp_path: Path, receiving: Receiving, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(library.catalogue, "writing", lambda: raising(LibraryFull("no space")))
    text = added(receiving, sent(tmp_path, "a.md", "There are forty otters."))
    assert say("trouble_full", "en", folder=str(library.catalogue.folder.absolute())) in text
    until(lambda: left(tmp_path) == [])


def test_an_error_that_nobody_foresaw_is_told_too(tmp_path: Path, receiving: Receiving, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(library, "add", lambda *_, **__: 1 / 0)
    assert say("library_failed", "en") in added(receiving, sent(tmp_path, "a.md", "There are forty otters."))


def test_an_addition_goes_into_the_library_that_questions_are_asked_of(tmp_path: Path, receiving: Receiving, library: Library) -> None:  # fmt: skip
    with library.view() as view:
        assert view.search("How many otters are there?") == []
    added(receiving, sent(tmp_path, "a.md", "There are forty otters."))
    with library.view() as view:
        assert view.search("How many otters are there?")


@pytest.mark.parametrize("interface", ["en", "zh"])
def test_a_library_that_may_not_be_written_to_says_so_before_anything_is_sent(
    receiving: Receiving, library: Library, interface: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert receiving.closed(interface) == ""
    monkeypatch.setattr("os.access", lambda path, _: path == library.catalogue.folder)  # the file alone is closed
    sentence = say("trouble_read_only", interface, folder=str(library.catalogue.folder.absolute()))
    assert receiving.closed(interface) == sentence
    zone = parsed(drop_zone(64, 2000, interface, sentence))
    assert zone.text == sentence
    assert "button" not in {tag for tag, _ in zone.elements}
