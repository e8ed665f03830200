"""The evaluate view in a real browser: run a set, see figures, open a question, compare, and meet what can be wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Open, settled, yinju

from yinju.eval import shelf
from yinju.eval.journal import Journal
from yinju.eval.order import Order
from yinju.eval.runs import write_lines
from yinju.eval.setup import Setup
from yinju.ui.strings import Interface, say

pytestmark = pytest.mark.browser

OTTERS = "The delta is home to forty otters. They eat two hundred kinds of fish."
HOSTILE = "<img src=x onerror=\"document.title='taken over'\"> How many otters live in the delta?"
SET = [
    {"id": "q1", "question": HOSTILE, "answers": ["forty"], "gold_passages": ["p1"]},
    {"id": "q2", "question": "How many kinds of fish do the otters eat?", "answers": ["nine"], "gold_passages": ["p1"]},
    {"id": "q3", "question": "Who composed the opera Turandot?", "answerable": False},
]
PASSAGES = [{"id": "p1", "text": OTTERS}, {"id": "p2", "text": "Herons stand in the reeds all day long."}]
LONG = 30_000
"""Claims that take a while."""


def a_claim(number: int) -> dict[str, object]:
    claim = f"There are {number} otters, {number + 1} herons and {number + 2} fish in the delta of 2021. " * 8
    return {"id": f"c{number}", "claim": claim, "evidence": [OTTERS], "language": "en", "label": "unsupported"}


@pytest.fixture(scope="module")
def folder(folder: Path) -> Iterator[Path]:
    """The samples, a tiny set with one run of it made from the command line, and what can be wrong with sets and runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YINJU_CACHE", str(folder / "cache"))
        runs = folder / "eval-runs"
        write_lines(folder / "tiny.jsonl", [{**line, "language": "en", "passages": PASSAGES} for line in SET])
        write_lines(folder / "long.jsonl", [a_claim(number) for number in range(LONG)])
        write_lines(folder / "other.jsonl", [a_claim(number) for number in range(2)])
        (folder / "broken.jsonl").write_text('{"claim": "no label", "id": "c1", "evidence": ["x"]}\n')
        (folder / "empty").mkdir()
        yinju(folder, "eval", "run", "tiny.jsonl", "--out", str(runs / "before"))
        yinju(folder, "eval", "run", "other.jsonl", "--out", str(runs / "other"))
        shutil.copytree(runs / "other", runs / "damaged")
        (runs / "damaged" / "questions.jsonl").write_text("{")
        order = Order(folder / "tiny.jsonl", 3, Setup())
        journal = Journal(runs / "half", {"signature": {"dataset": "half@1"}, "program": "p"}, order.line())
        journal.add({"id": "q1"})
        journal.close()
        yield folder


def a_set(page: Page, path: Path | str) -> None:
    """Choose a set by its path."""
    page.locator("#yj-eval-sets label").last.click()
    page.locator("#yj-eval-path textarea").fill(str(path))


def in_list(page: Page, folder: Path | str) -> str:
    """The buttons of a run in the list."""
    return f'#yj-eval-runs [data-run$="/{Path(folder).name}"]'


def measured(page: Page, path: Path) -> str:
    """Run a set and return the name of the run's folder, once its figures are there."""
    a_set(page, path)
    page.locator("#yj-eval-start").click()
    expect(page.locator("#yj-eval-stop")).to_be_visible(timeout=15_000)
    expect(page.locator(".yj-eval-figures")).to_be_visible(timeout=60_000)
    expect(page.locator("#yj-eval-stop")).to_be_hidden()
    return Path(str(page.locator(".yj-eval-open[aria-current]").get_attribute("data-run"))).name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_set_is_run_its_figures_seen_a_question_opened_and_two_runs_compared(
    opened: Open, folder: Path, language: Interface
) -> None:
    page = opened(language, view="evaluate")
    expect(page.locator("#yj-eval-found")).to_contain_text(say("eval_welcome", language))
    run = measured(page, folder / "tiny.jsonl")
    found = page.locator("#yj-eval-found")
    expect(found).to_contain_text(say("measure_containment accuracy", language))
    expect(found).to_contain_text(say("found_n", language, count=2))
    expect(found.locator("svg.plot").first).to_be_visible()

    questions = page.locator(".yj-eval-questions > li")
    expect(questions).to_have_count(3)
    worst = questions.first
    expect(worst).to_contain_text(say("went_wrong", language))
    expect(worst.locator("dl")).to_be_hidden()
    worst.locator("summary").click()
    for words in (say("found_expected", language), "nine", "two hundred kinds of fish", say("verbatim", language)):
        expect(worst.locator("dl")).to_contain_text(words)

    page.locator("#yj-eval-search textarea").fill("turandot")
    expect(questions).to_have_count(1)
    expect(questions).to_contain_text(say("went_declined", language))
    page.locator("#yj-eval-search textarea").fill("zebra")
    expect(page.locator("#yj-eval-listed")).to_contain_text(say("found_none", language, every="|").split("|")[0])
    page.locator("#yj-eval-search textarea").fill("")
    expect(questions).to_have_count(3)
    page.locator('#yj-eval-listed [data-outcome="wrong"]').click()
    expect(questions).to_have_count(1)

    page.locator(f"{in_list(page, 'before')}[data-on=option_select]").click()
    expect(found).to_contain_text(say("found_changes", language), timeout=20_000)
    expect(found).to_contain_text("before (2")
    expect(found).to_contain_text(run)
    expect(found).to_contain_text(say("found_no_flips", language))
    expect(page.locator("#yj-eval-search")).to_be_hidden()
    assert page.title() != "taken over"

    yinju(folder, "eval", "report", str(folder / "eval-runs" / run))
    assert (folder / "eval-runs" / run / "report.html").is_file(), "the command line reads what the page wrote"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_measured_is_said_in_a_sentence(opened: Open, folder: Path, language: Interface) -> None:
    page = opened(language, view="evaluate")
    problem = page.locator("#yj-eval-notice .yj-error")
    for path, name, values in (
        ("", "eval_name_path", {}),
        (folder / "nowhere", "eval_not_there", {"path": folder / "nowhere"}),
        (folder / "empty", "eval_no_set", {"path": folder / "empty"}),
        (folder / "broken.jsonl", "eval_broken_set", {"why": f"{folder / 'broken.jsonl'}:1"}),
    ):
        a_set(page, path)
        page.locator("#yj-eval-start").click()
        expect(problem).to_contain_text(say(name, language, **values))
    a_set(page, folder / "tiny.jsonl")
    page.locator("#yj-eval-more button").first.click()
    page.locator("#yj-eval-more input[type=radio]").last.check()
    page.locator("#yj-eval-start").click()
    expect(problem).to_contain_text(say("eval_no_model", language))
    assert not [run for run in shelf.runs(folder / "eval-runs") if run.state is shelf.State.RUNNING]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_runs_that_cannot_be_shown_or_compared_say_why(opened: Open, language: Interface) -> None:
    page = opened(language, view="evaluate")
    problem = page.locator("#yj-eval-found .yj-error")
    page.locator(f"{in_list(page, 'damaged')}.yj-eval-open").click()
    expect(problem).to_contain_text(say("eval_damaged", language, why="|").split("|")[0])
    settled(page)
    page.locator(f"{in_list(page, 'half')}.yj-eval-open").click()
    expect(problem).to_contain_text(say("eval_unfinished", language, done=1, total=3))
    settled(page)
    page.locator(f"{in_list(page, 'before')}.yj-eval-open").click()
    expect(page.locator(".yj-eval-figures")).to_be_visible()
    page.locator(f"{in_list(page, 'other')}[data-on=option_select]").click()
    expect(problem).to_contain_text(
        re.compile(f"{say('eval_different', language, before='|', after='|').split('|')[0]}(other|tiny)")
    )


@pytest.mark.slow
def test_a_second_person_sees_the_run_anybody_stops_it_and_it_goes_on(opened: Open, folder: Path) -> None:
    page, other = opened(view="evaluate"), opened("zh", view="evaluate")
    a_set(page, folder / "long.jsonl")
    page.locator("#yj-eval-start").click()
    far = page.locator(".yj-eval-far")
    expect(far).to_have_text(re.compile(f"[0-9,]+ of {LONG:,} claims · about [0-9]+ (s|min) left"), timeout=30_000)
    expect(other.locator("#yj-eval-status")).to_contain_text("正在评测 long", timeout=15_000)
    a_set(other, folder / "tiny.jsonl")
    other.locator("#yj-eval-start").click()
    expect(other.locator("#yj-eval-notice")).to_contain_text(say("eval_busy", "zh", set="long"))

    other.locator("#yj-eval-stop").click()
    expect(other.locator("#yj-eval-stop")).to_be_hidden(timeout=15_000)
    expect(page.locator("#yj-eval-stop")).to_be_hidden(timeout=15_000)
    expect(page.locator("#yj-eval-status")).to_contain_text("Stopped after")
    (run,) = (run for run in shelf.runs(folder / "eval-runs") if run.dataset == "long")
    assert 0 < run.done < run.count == LONG

    page.locator(f"{in_list(page, run.folder)}.yj-eval-open").click()
    page.locator("#yj-eval-found [data-on=retry]").click()
    page.wait_for_function(
        """done => Number(document.querySelector('.yj-eval-far')?.textContent.match(/[0-9,]+/)?.[0].replaceAll(',', '')) > done""",
        arg=run.done,
        timeout=60_000,
    )
    page.locator("#yj-eval-stop").click()
    expect(page.locator("#yj-eval-stop")).to_be_hidden(timeout=15_000)
    again = shelf.kept(run.folder)
    assert again is not None
    assert again.done > run.done, "it went on where it was"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(opened: Open, width: int) -> None:
    page = opened("zh", view="evaluate", width=width)
    page.locator(f"{in_list(page, 'before')}.yj-eval-open").click()
    expect(page.locator(".yj-eval-figures")).to_be_visible()
    expect(page.locator("#yj-eval-found h2")).to_be_in_viewport()
    page.locator(".yj-eval-questions summary").first.click()
    assert page.evaluate("document.querySelector('#yj-view-evaluate').scrollWidth") <= width
