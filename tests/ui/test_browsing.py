"""What the library view does, without a browser: listing, reading, removing, bringing back, verifying."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factories import a_draft
from fake_encoder import FakeEncoder
from parsed import parsed
from yinju.index import listing
from yinju.index.catalogue import FILE
from yinju.index.errors import LibraryBusy, LibraryReadOnly
from yinju.index.library import Library
from yinju.index.listing import Wanted
from yinju.rag import Yinju
from yinju.ui.app.browsing import Browsing
from yinju.ui.html.look import Look
from yinju.ui.strings import Interface, say

OTTERS = "The river is home to forty otters."
INTERFACES: tuple[Interface, ...] = ("en", "zh")
WALL = "The harbour wall is four metres high."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    library.add([a_draft(OTTERS, "a.md", title="Otters"), a_draft(WALL, "b.md", title="The wall", language="de")])
    return library


@pytest.fixture
def browsing(library: Library) -> Browsing:
    return Browsing(Yinju(library))


def text(rendered: str) -> str:
    return parsed(rendered).text


def ids(library: Library) -> dict[str, str]:
    return {article.title: article.id for article in library.articles()}


def test_the_list_shows_what_is_wanted(browsing: Browsing) -> None:
    everything = text(browsing.page(Look(), "me", "en"))
    assert "Otters" in everything
    assert "The wall" in everything
    found = text(browsing.page(Look(Wanted(search="otters")), "me", "en"))
    assert "Otters" in found
    assert "The wall" not in found
    assert "Found: 1" in found


def test_an_addition_is_seen_at_once(browsing: Browsing, library: Library) -> None:
    browsing.page(Look(), "me", "en")
    library.add([a_draft("The delta is wide.", "c.md", title="Delta")])
    shown = text(browsing.page(Look(), "me", "en"))
    assert "Delta" in shown
    assert "Articles: 3" in shown


def test_a_page_that_is_no_more_is_the_last_one(browsing: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Otters" in text(browsing.page(Look(page=99), "me", "en"))


def test_counts_are_taken_from_memory_while_nothing_changes(browsing: Browsing, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    asked: list[Wanted] = []
    counted = listing.counted

    def noted(connection: sqlite3.Connection, wanted: Wanted) -> listing.Counts:
        asked.append(wanted)
        return counted(connection, wanted)

    monkeypatch.setattr(listing, "counted", noted)
    for sort in ("title", "date", "added"):
        browsing.page(Look(Wanted(sort=sort)), "me", "en")  # type: ignore[arg-type]
    assert len(asked) == 1
    library.remove([ids(library)["Otters"]])
    assert "Articles: 1" in text(browsing.page(Look(), "me", "en"))
    assert len(asked) == 2


def test_an_article_is_opened_and_one_that_is_gone_is_said_to_be(browsing: Browsing, library: Library) -> None:
    look = Look(article=ids(library)["Otters"])
    assert OTTERS in text(browsing.page(look, "me", "en"))
    library.remove([look.article])
    assert say("gone", "zh") in text(browsing.page(look, "me", "zh"))


def test_removing_says_so_and_undoing_brings_everything_back(browsing: Browsing, library: Library) -> None:
    before, otters = library.articles(), ids(library)["Otters"]
    told, look = browsing.remove([otters], Look(), "me", "en")
    assert (told, look) == ("", Look(focus="restore"))
    shown = text(browsing.page(look, "me", "en"))
    assert "“Otters” was removed." in shown
    assert "Possible until you remove something else" in shown
    assert library.count() == 1
    told, look = browsing.restore(Look(), "me", "en")
    assert (told, look) == ("", Look(focus=otters))
    assert "was removed" not in text(browsing.page(look, "me", "en"))
    assert library.articles() == before


def test_several_are_removed_and_brought_back_together(browsing: Browsing, library: Library) -> None:
    browsing.remove(list(ids(library).values()), Look(), "me", "zh")
    shown = text(browsing.page(Look(), "me", "zh"))
    assert say("library_removed", "zh", count=2) in shown
    assert say("library_empty", "zh") in shown
    browsing.restore(Look(), "me", "zh")
    assert library.count() == 2


def test_the_list_is_shown_after_the_open_article_was_removed(browsing: Browsing, library: Library) -> None:
    identifier = ids(library)["Otters"]
    at = Look(Wanted(search="o"), page=3, article=identifier)
    _, look = browsing.remove([identifier], at, "me", "en")
    assert look == Look(Wanted(search="o"), page=3, focus="restore")


def test_each_undoes_what_they_removed_themselves(browsing: Browsing, library: Library) -> None:
    known = ids(library)
    browsing.remove([known["Otters"]], Look(), "ada", "en")
    browsing.remove([known["The wall"]], Look(), "bob", "en")
    assert "Otters" in text(browsing.page(Look(), "ada", "en"))
    assert "The wall" in text(browsing.page(Look(), "bob", "en"))
    browsing.restore(Look(), "ada", "en")
    assert set(ids(library)) == {"Otters"}
    browsing.restore(Look(), "bob", "en")
    assert set(ids(library)) == {"Otters", "The wall"}


def test_only_the_last_removal_can_be_undone_and_only_once(browsing: Browsing, library: Library) -> None:
    known = ids(library)
    browsing.remove([known["Otters"]], Look(), "me", "en")
    browsing.remove([known["The wall"]], Look(), "me", "en")
    browsing.restore(Look(), "me", "en")
    assert set(ids(library)) == {"The wall"}
    told, _ = browsing.restore(Look(), "me", "en")
    assert text(told) == say("library_nothing_to_restore", "en")
    assert set(ids(library)) == {"The wall"}


def test_what_was_removed_for_good_is_not_brought_back(browsing: Browsing, library: Library) -> None:
    browsing.remove([ids(library)["Otters"]], Look(), "me", "en")
    browsing.forget("somebody else")
    assert "was removed." in text(browsing.page(Look(), "me", "en"))
    browsing.forget("me")
    assert "was removed." not in text(browsing.page(Look(), "me", "en"))
    browsing.restore(Look(), "me", "en")
    assert set(ids(library)) == {"The wall"}


def test_what_was_removed_by_somebody_else_already_is_told(browsing: Browsing) -> None:
    told, _ = browsing.remove(["0" * 16], Look(), "me", "en")
    assert text(told) == say("library_gone", "en")
    assert "was removed." not in text(browsing.page(Look(), "me", "en"))


def test_every_change_has_a_version_of_its_own(browsing: Browsing, library: Library) -> None:
    first = browsing.version()
    assert browsing.version() == first
    library.remove([ids(library)["Otters"]])
    assert browsing.version() != first


@contextmanager
def raising(error: Exception):  # type: ignore[no-untyped-def]
    raise error
    yield


@pytest.mark.parametrize(("error", "name"), [(LibraryReadOnly("x"), "read_only"), (LibraryBusy("x"), "busy")])
def test_a_library_that_cannot_be_written_to_is_still_read(
    browsing: Browsing, library: Library, monkeypatch: pytest.MonkeyPatch, error: Exception, name: str
) -> None:
    otters = ids(library)["Otters"]
    browsing.remove([ids(library)["The wall"]], Look(), "me", "en")
    monkeypatch.setattr(library.catalogue, "writing", lambda: raising(error))
    sentence = say(f"trouble_{name}", "zh", folder=str(library.catalogue.folder.absolute()))
    at = Look(article=otters)
    for told, look in (browsing.remove([otters], at, "me", "zh"), browsing.restore(at, "me", "zh")):
        assert text(told) == sentence
        assert look == at, "what was looked at stays open"
    assert OTTERS in text(browsing.page(at, "me", "zh"))
    monkeypatch.undo()
    browsing.restore(Look(), "me", "zh")
    assert library.count() == 2, "what could not be brought back then can be now"


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_library_that_has_gone_is_a_sentence_that_helps(
    browsing: Browsing, library: Library, interface: Interface
) -> None:
    shutil.rmtree(library.catalogue.folder)
    sentence = say("trouble_missing", interface, folder=str(library.catalogue.folder.absolute()))
    for shown in (
        browsing.page(Look(), "me", interface),
        browsing.page(Look(article="0" * 16), "me", interface),
        browsing.remove(["0" * 16], Look(), "me", interface)[0],
        browsing.state("", interface),
        list(browsing.verify("", interface))[-1],
    ):
        assert text(shown) == sentence
        assert [a for a in parsed(shown).of("yj-error") if a.get("role") == "alert"]
    assert browsing.version() == ""
    assert not library.catalogue.folder.exists(), "nothing was made in its place"


def test_a_damaged_catalogue_is_a_sentence_that_names_the_command(browsing: Browsing, library: Library) -> None:
    path = library.catalogue.folder / FILE
    library.catalogue.flush()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    for shown in (browsing.page(Look(), "me", "en"), browsing.state("", "en"), list(browsing.verify("", "en"))[-1]):
        assert "yinju repair --library" in text(shown)


def test_verifying_says_that_all_is_well(browsing: Browsing) -> None:
    steps = [text(step) for step in browsing.verify("", "en")]
    assert "Verifying every article" in steps[0]
    assert "All is well: 2 articles verified" in steps[-1]


def test_verifying_says_what_is_wrong(browsing: Browsing, library: Library) -> None:
    with library.catalogue.writing() as connection:
        connection.execute("UPDATE articles SET text = 'Something else.' WHERE title = 'Otters'")
    last = text(list(browsing.verify("", "zh"))[-1])
    assert say("library_fault_article", "zh", count=1) in last
    assert "yinju repair --library" in last
    assert library.count() == 2, "nothing is changed"


def test_what_changed_lately_is_counted_from_now(library: Library) -> None:
    now = datetime.now(UTC)
    assert "in the last hour 2" in text(Browsing(Yinju(library), lambda: now).page(Look(), "me", "en"))
    later = Browsing(Yinju(library), lambda: now + timedelta(hours=30))
    shown = text(later.page(Look(), "me", "en"))
    assert "in the last hour" not in shown
    assert "in the last week 2" in shown
    assert say("library_nothing", "en") in text(later.page(replace(Look(), hours=1), "me", "en"))
