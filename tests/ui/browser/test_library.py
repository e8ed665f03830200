"""The library view in a real browser: dropping, listing, reading, removing and bringing back articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Open, serving, yinju

from yinju.index.catalogue import FILE
from yinju.ui.strings import Interface, say

pytestmark = pytest.mark.browser

_DROP = """([place, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) carried.items.add(new File([Uint8Array.from(content)], name));
  const target = document.querySelector(place);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def drop(page: Page, *files: tuple[str, str | bytes]) -> None:
    """Drop files on the view, as from a file manager."""
    content = [(name, list(told if isinstance(told, bytes) else told.encode())) for name, told in files]
    page.evaluate(_DROP, ["#yj-view-library", content])


def report(page: Page) -> str:
    """The text of the latest addition, once it has ended."""
    expect(page.locator(".yj-lib-addition .yj-lib-close").first).to_be_visible(timeout=60_000)
    return page.locator(".yj-lib-addition").first.inner_text()


def titles(page: Page) -> Sequence[str]:
    return page.locator(".yj-lib-articles .yj-lib-title").all_inner_texts()


def find(page: Page, text: str) -> None:
    page.locator("#yj-library-search input").fill(text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_dropped_article_is_listed_found_by_a_question_read_removed_and_brought_back(
    opened: Open, language: Interface
) -> None:
    page = opened(language, view="library")
    name = f"河流 {language}.md"
    drop(page, (name, f"# Otters {language}\n\nThe keeper of the {language} otters is called Ada Marsh.\n"))
    assert say("library_added", language, count=1) in report(page)
    expect(page.locator(".yj-lib-articles .yj-lib-title").first).to_have_text(f"Otters {language}")
    assert name not in page.locator(".yj-lib-articles tr").nth(1).inner_text(), "a title is not its file's name"

    page.locator("#yj-to-chat").click()
    page.locator("#yj-question textarea").fill(f"Who is the keeper of the {language} otters?")
    page.keyboard.press("Enter")
    expect(page.locator(".yj-answer", has_text="Ada Marsh")).to_be_visible(timeout=30_000)

    page.locator("#yj-to-library").click()
    page.locator(".yj-lib-articles .yj-lib-title", has_text=f"Otters {language}").click()
    reading = page.locator(".yj-lib-reading")
    expect(reading).to_contain_text("Ada Marsh")
    expect(reading).to_be_focused()
    page.locator(".yj-back").click()
    expect(page.locator(".yj-lib-articles .yj-lib-title", has_text=f"Otters {language}")).to_be_focused()

    page.locator(".yj-lib-articles tr", has_text=f"Otters {language}").locator(".yj-lib-tick").click()
    expect(page.locator(".yj-lib-chosen")).to_contain_text(say("library_chosen", language, count=1))
    page.locator(".yj-lib-chosen .yj-lib-go").click()
    expect(page.locator(".yj-lib-removed")).to_contain_text(say("library_restore_until", language))
    expect(page.locator("#yj-restore")).to_be_focused()
    assert f"Otters {language}" not in titles(page)
    page.keyboard.press("Enter")
    expect(page.locator(".yj-lib-articles .yj-lib-title", has_text=f"Otters {language}")).to_be_focused()
    expect(page.locator(".yj-lib-removed")).to_have_count(0)


@pytest.mark.slow
def test_a_second_drop_is_free_and_a_newer_file_of_the_same_name_updates(opened: Open) -> None:
    page = opened(view="library")
    for content, said in (("There are forty herons.", "1 added"), ("There are forty herons.", "1 already there"), ("There are fifty herons.", "1 updated")):  # fmt: skip
        drop(page, ("herons.txt", content))
        expect(page.locator(".yj-lib-addition").first).to_contain_text(said, timeout=30_000)
    find(page, "herons.txt")
    expect(page.locator("#yj-list-top")).to_have_text("Found: 1")
    expect(page.locator(".yj-lib-from").first).to_contain_text("dropped on this page")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_folder_of_rubbish_is_told_file_by_file(opened: Open, language: Interface) -> None:
    page = opened(language, view="library")
    drop(
        page,
        (f"good {language}.md", f"There are forty {language} geese."),
        ("empty.txt", ""),
        ("noise.txt", bytes(range(256)) * 8),
        ("program.exe", "MZ"),
        ("broken.pdf", b"%PDF-1.4 nothing"),
        ("rows.jsonl", '{"title": "no text"}\nnot json\n'),
        ("<img src=x onerror=alert(1)>.docx", b"PK nothing"),
    )
    text = report(page)
    assert say("library_added", language, count=1) in text
    assert say("library_refused", language, count=7) in text
    for name in ("empty.txt", "noise.txt", "program.exe", "broken.pdf", "rows.jsonl:1", "rows.jsonl:2", "<img src=x"):
        assert name in text
    assert ("文件是空的" if language == "zh" else "empty; nothing to add") in text
    assert page.locator(".yj-lib-addition img").count() == 0


@pytest.mark.parametrize(
    ("language", "why"),
    [("en", "315 MB is more than the 64 MB a file may have on this page"), ("zh", "文件超过了本页 64 MB 的上限")],
)
def test_a_file_that_is_too_large_costs_only_itself(
    opened: Open, tmp_path: Path, language: Interface, why: str
) -> None:
    page = opened(language, view="library")
    large, small = tmp_path / "large.txt", tmp_path / f"small {language}.txt"
    with large.open("wb") as file:
        file.truncate(300 << 20)
    small.write_text(f"There are forty swans. {language}")
    with page.expect_file_chooser() as chooser:
        page.locator("#yj-choose-files").click()
    # what is chosen here is not read into the browser
    chooser.value.set_files([large, small])
    text = report(page)
    assert say("library_added", language, count="1") in text
    assert why in text


def test_the_server_refuses_what_a_browser_should_not_have_sent(opened: Open, address: str) -> None:
    page = opened(view="library")
    status = page.evaluate(
        """async (address) => {
          const form = new FormData();
          form.append('files', new File([new Uint8Array(64 * 1024 * 1024 + 1)], 'large.txt'));
          return (await fetch(address + '/gradio_api/upload', { method: 'POST', body: form })).status;
        }""",
        address,
    )
    assert status == 413


@pytest.mark.slow
@pytest.mark.parametrize(("language", "bird"), [("en", "cormorants"), ("zh", "pelicans")])
def test_two_hundred_files_at_once(opened: Open, language: Interface, bird: str) -> None:
    page = opened(language, view="library")
    drop(page, *((f"note of {bird} {i}.txt", f"Station {i} counted {i} {bird}.") for i in range(200)))
    expect(page.locator(".yj-lib-addition .yj-lib-close").first).to_be_visible(timeout=120_000)
    expect(page.locator(".yj-lib-addition").first).to_contain_text(say("library_added", language, count="200"))
    find(page, f"station {bird}")
    expect(page.locator("#yj-list-top")).to_have_text(say("library_found", language, count="200"))
    expect(page.locator(".yj-lib-articles tbody tr")).to_have_count(50)
    page.locator("#yj-page-4").click()
    expect(page.locator(".yj-lib-pages")).to_contain_text(
        say("library_span", language, first="151", last="200", total="200")
    )
    expect(page.locator("#yj-list-top")).to_be_focused()


@pytest.mark.slow
def test_search_and_choices_narrow_the_list_and_can_be_taken_back(opened: Open) -> None:
    page = opened(view="library")
    everything = page.locator("#yj-list-top").inner_text()
    find(page, "浦东")
    expect(page.locator("#yj-list-top")).to_have_text("Found: 2")
    page.locator("#yj-year-2021").click()
    expect(page.locator("#yj-year-2021")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#yj-year-2021")).to_be_focused()
    find(page, "nowhere at all")
    expect(page.locator(".yj-lib-empty")).to_contain_text("No article fits.")
    page.locator("#yj-clear-search").click()
    expect(page.locator("#yj-list-top")).to_have_text(everything)
    expect(page.locator("#yj-library-search input")).to_have_value("")
    page.locator("#yj-language-zh").click()
    expect(page.locator("#yj-list-top")).to_contain_text("Found: ")
    page.locator("#yj-sort-title").click()
    expect(page.locator("#yj-sort-title")).to_have_text("Title ↑")
    shown = titles(page)
    page.locator("#yj-sort-title").click()
    expect(page.locator("#yj-sort-title")).to_have_text("Title ↓")
    assert titles(page) == list(reversed(shown))


@pytest.mark.slow
def test_several_are_chosen_and_removed_at_once_and_undone_after_a_reload(opened: Open) -> None:
    page = opened(view="library")
    drop(page, *((f"gull {i}.txt", f"Gull {i}\n\nStation {i} counted {i} gulls.") for i in range(3)))
    report(page)
    find(page, "gull")
    expect(page.locator("#yj-list-top")).to_have_text("Found: 3")
    page.locator("#yj-t-all").click()
    expect(page.locator(".yj-lib-chosen")).to_contain_text("3 chosen")
    page.locator(".yj-lib-chosen .yj-lib-go").click()
    expect(page.locator(".yj-lib-removed")).to_contain_text("3 articles were removed.")
    page.reload()
    expect(page.locator(".yj-lib-removed")).to_contain_text("3 articles were removed.", timeout=20_000)
    page.locator("#yj-restore").click()
    find(page, "gull")
    expect(page.locator("#yj-list-top")).to_have_text("Found: 3")


def test_the_view_changes_its_language_in_place_and_the_state_is_told_and_verified(opened: Open) -> None:
    page = opened(view="library")
    find(page, "浦东")
    expect(page.locator("#yj-list-top")).to_have_text("Found: 2")
    page.locator("#yj-language").click()
    expect(page.locator("#yj-list-top")).to_have_text("找到 2 篇文章")
    expect(page.locator(".yj-lib-drop-what")).to_have_text("把文章拖到这里即可添加")

    page.locator(".yj-lib-state summary").click()
    expect(page.locator(".yj-lib-state dl")).to_contain_text("multilingual-e5-small")
    page.locator("#yj-verify").click()
    expect(page.locator(".yj-lib-well")).to_contain_text("一切正常", timeout=60_000)


def test_nothing_stands_out_of_the_page(opened: Open) -> None:
    page = opened("zh", view="library")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.querySelector('#yj-view-library').scrollWidth") <= width
        page.locator(".yj-lib-articles .yj-lib-title").first.click()
        expect(page.locator(".yj-lib-reading")).to_be_visible()
        assert page.evaluate("document.querySelector('#yj-view-library').scrollWidth") <= width
        page.locator(".yj-back").click()
        expect(page.locator(".yj-lib-reading")).to_be_hidden()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server over a library of its own, which tests may do harm to."""
    yinju(tmp_path, "ask", "warm up")
    with serving(tmp_path) as address:
        yield address, tmp_path / ".yinju"


@pytest.mark.slow
def test_a_library_that_goes_away_or_is_damaged_under_the_page_is_a_sentence(
    opened: Open, own: tuple[str, Path], browser: object
) -> None:
    address, folder = own
    context = browser.new_context(locale="en-GB")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{address}/?view=library")
    expect(page.locator(".yj-lib-articles .yj-lib-title").first).to_be_visible(timeout=20_000)
    aside = folder.with_name("aside")
    folder.rename(aside)
    find(page, "forum")
    expect(page.locator("#yj-listed .yj-error")).to_contain_text("is not there any more")
    drop(page, ("a.md", "There are forty otters."))
    expect(page.locator(".yj-lib-addition .yj-error")).to_be_visible(timeout=20_000)
    assert not folder.exists(), "no library was made in its place"
    late = context.new_page()
    late.goto(f"{address}/?view=library")
    expect(late.locator("#yj-listed .yj-error")).to_contain_text("is not there any more", timeout=20_000)
    late.close()
    aside.rename(folder)
    find(page, "")
    expect(page.locator(".yj-lib-articles .yj-lib-title").first).to_be_visible()
    for file in folder.iterdir():
        if file.name != FILE:
            file.unlink()
    content = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    find(page, "forum")
    expect(page.locator("#yj-listed .yj-error")).to_contain_text("yinju repair --library")
    context.close()
