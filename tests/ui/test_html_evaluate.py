"""What the evaluate view shows: figures in words, questions, changes, and nothing from outside that becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from parsed import Page
from parsed import parsed as read
from yinju.eval.comparison import REFUSED, Change, Comparison, Flip, compare
from yinju.eval.entries import PAGE, Opened, opened
from yinju.eval.order import Order
from yinju.eval.outcomes import Outcome
from yinju.eval.report.tables import HEADLINE
from yinju.eval.running import Progress
from yinju.eval.runs import Run, write_json, write_lines
from yinju.eval.setup import PARTS, Setup
from yinju.eval.shelf import Kept, State
from yinju.eval.significance import Difference
from yinju.ui.html.comparison import FEW, comparison
from yinju.ui.html.evaluate import intro, problem, status, waiting, welcome
from yinju.ui.html.figures import figures
from yinju.ui.html.questions import questions, title
from yinju.ui.html.runs import runs
from yinju.ui.strings import STRINGS, Interface, say

ATTACK = """"><script>alert(1)</script><img src=x onerror='alert(2)'></td></details><svg onload=alert(3)>&lt;b&gt;"""
TAGS = {
    *("div", "h2", "h3", "p", "button", "span", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "title", "text", "line", "path", "circle", "rect"),
}
HAN = re.compile("[\u4e00-\u9fff]")


def a_figure(mean: float, n: int = 10) -> dict[str, float]:
    return {"mean": mean, "low": mean - 0.1, "high": mean + 0.1, "n": n}


def a_question(id_: str = "q", **more: Any) -> dict[str, Any]:
    wanted = {"answerable": True, "conflict": False, "parts": [["forty", "40"]], "gold": ["There are forty otters."]}
    return {
        "id": id_, "question": f"How many, {id_}?", "language": "en", "cluster": id_, "slices": [], "answer": "Forty live there.",
        "refused": False, "probability": 0.5, "risk": 0.0, "evidence": ["Forty otters swim."], "error": None, "scores": {},
        **more, "expected": {**wanted, **more.get("expected", {})},
    }  # fmt: skip


def a_reply(id_: str = "q", text: str = "Forty live there.", verdict: str = "verbatim") -> dict[str, Any]:
    return {
        "id": id_, "statements": [{"text": text, "citations": [1]}],
        "citations": [{"marker": 1, "doc": "d7", "start": 0, "end": 3, "quote": "Forty otters swim.", "verdict": verdict}],
    }  # fmt: skip


def a_claim(id_: str, supported: bool, verdict: str) -> dict[str, Any]:
    return {
        "id": id_, "question": f"Claim {id_}.", "language": "en", "cluster": id_, "slices": [], "answer": verdict,
        "expected": {"supported": supported}, "score": 0.25, "evidence": ["A source."], "error": None, "scores": {},
    }  # fmt: skip


MEASURES: Mapping[str, Any] = {
    "containment accuracy": {"all": a_figure(0.5, 72), "en": a_figure(0.25), "zh": a_figure(0.75)},
    "over-refusal": {"all": a_figure(0.2), "en": a_figure(0.2)},
    "R@1": {"all": a_figure(0.4), "en→en": a_figure(0.9), "en→zh": a_figure(0.3), "zh→en": a_figure(0.6)},
    "characters a reply": {"all": a_figure(135.9)},
}
SIGNATURE = {"version": "0.1.0", "commit": "abc", "dataset": "news@123", "compose": "quotes", "seed": 0}


def a_run(
    folder: Path,
    questions: list[dict[str, Any]] | None = None,
    replies: list[dict[str, Any]] | None = None,
    measures: Mapping[str, Any] = MEASURES,
    **signature: Any,
) -> Opened:
    folder.mkdir(parents=True, exist_ok=True)
    asked = [a_question("q1"), a_question("q2", language="zh", risk=1.0)] if questions is None else questions
    write_json(folder / "metrics.json", {"signature": {**SIGNATURE, **signature}, "measures": measures})
    write_lines(folder / "questions.jsonl", asked)
    write_lines(folder / "answers.jsonl", [a_reply(q["id"]) for q in asked] if replies is None else replies)
    write_json(folder / "timings.json", {"total_milliseconds": [10.0, 20.0, 35.0]})
    return opened(folder)


def kept(folder: Path, state: State = State.FINISHED, **more: Any) -> Kept:
    given = {"signature": SIGNATURE, "figures": {"containment accuracy": 0.5}, **more}
    return Kept(folder, state, datetime(2026, 11, 22, 9, 30), given.pop("signature"), given.pop("figures"), **given)


def a_change(
    measure: str = "R@1", change: float = 0.1, p: float | None = 0.01, slice_: str = "all", better: int = 1
) -> Change:
    found = Difference(0.5, 0.5 + change, change - 0.05, change + 0.05, 0.0, 0.0, p, None, 10)
    return Change(measure, slice_, better, found, p)


def a_comparison(folder: Path, *changes: Change, flips: tuple[Flip, ...] = ()) -> Comparison:
    run = Run(folder, SIGNATURE, MEASURES, (), {})
    return Comparison(run, run, changes, flips)


def a_flip(id_: str = "q1", better: bool = False, **more: Any) -> Flip:
    return replace(Flip(id_, f"How many, {id_}?", "containment accuracy", better, "Forty.", "Ninety."), **more)


def page_of(found: Opened, number: int = 1, wanted: str = "", chosen: str = "", interface: Interface = "en") -> Page:
    return read(questions(found, found.page(number, wanted), chosen, interface))


# nothing from outside becomes markup


def everything(folder: Path, poison: str, interface: Interface) -> Iterator[str]:
    """Every page there is, with a text in every place that text can come from."""
    expected = {"parts": [[poison]], "gold": [poison]}
    fields = {"question": poison, "language": poison, "answer": poison, "evidence": [poison], "expected": expected}
    asked = [
        a_question(f"{poison}1", **fields), a_question(f"{poison}2", **{**fields, "error": poison}),
        a_question(f"{poison}3", **{**fields, "risk": 1.0}), a_question("lost", **fields),
    ]  # fmt: skip
    reply = a_reply(f"{poison}1", poison, poison)
    reply["citations"][0].update(doc=poison, quote=poison)
    slices = {"all": a_figure(0.5), poison: a_figure(0.4), f"{poison}→{poison}": a_figure(0.3), "en→zh": a_figure(0.2)}
    measures = {
        "R@1": slices,
        "containment accuracy": {"all": a_figure(0.5), poison: a_figure(0.5)},
        poison: {"all": a_figure(1.0)},
    }
    run = a_run(
        folder / "run", asked, [reply], measures, dataset=f"{poison}@1", compose=poison, commit=poison, without=poison
    )
    own = kept(folder / "r", signature=run.run.signature)
    order = Order(Path(f"/{poison.replace('/', '')}.jsonl"), 3, Setup())
    under_way = Progress(folder, order, "questions", 1, 3, 5.0)
    claims = a_run(
        folder / "claims", [{**a_claim(poison, True, poison), "question": poison, "evidence": [poison]}],
        [{"id": poison, "reasons": [poison]}], {},
    )  # fmt: skip
    other = kept(folder / "s", signature={**run.run.signature, "commit": "x", poison: poison})
    changes = (a_change(poison), a_change("R@1", slice_=poison))
    flips = (a_flip(poison, question=poison, measure=poison, before=poison, after=poison),)
    yield figures(run.run, own, interface)
    yield questions(run, run.page(1), poison, interface)
    yield questions(run, run.page(1, "nowhere"), "", interface)
    yield questions(claims, claims.page(1), "", interface)
    yield runs(
        [own, replace(own, state=State.DAMAGED, why=poison), replace(own, state=State.STOPPED, order=order)],
        interface,
        poison,
        poison,
    )
    yield runs([], interface, absent=poison)
    yield status(under_way, interface)
    yield status(replace(under_way, ended=True, error=poison), interface)
    yield problem(poison)
    yield comparison(a_comparison(folder, *changes, flips=flips), own, other, interface, whole=True)


@pytest.mark.parametrize("interface", STRINGS)
def test_text_from_outside_adds_no_element_and_no_handler(tmp_path: Path, interface: Interface) -> None:
    seen = 0
    for source in everything(tmp_path, ATTACK, interface):
        page = read(source)
        assert {tag for tag, _ in page.elements} <= TAGS
        assert not {name for _, attributes in page.elements for name in attributes if name.startswith("on")}
        assert "<script" not in source
        seen += "alert(1)" in unescape(source)
    assert seen >= 8, "the text was there to be shown"


@pytest.mark.parametrize("interface", STRINGS)
def test_text_from_outside_leaves_the_structure_as_it_is(tmp_path: Path, interface: Interface) -> None:
    plain = everything(tmp_path / "plain", "plain", interface)
    for source, attacked in zip(plain, everything(tmp_path / "attack", ATTACK, interface), strict=True):
        assert [tag for tag, _ in read(attacked).elements] == [tag for tag, _ in read(source).elements]


@pytest.mark.parametrize("interface", STRINGS)
def test_what_is_clicked_tells_the_server_what_it_is(tmp_path: Path, interface: Interface) -> None:
    events = {"select", "option_select", "retry", "expand"}
    for source in everything(tmp_path, "plain", interface):
        told = [attributes for tag, attributes in read(source).elements if tag == "button"]
        assert {attributes.get("data-on") for attributes in told} <= events


# the frame


@pytest.mark.parametrize("interface", STRINGS)
def test_the_frame_says_what_the_view_is_for(interface: Interface) -> None:
    assert say("eval_title", interface) in read(intro(interface)).text
    assert say("eval_welcome_compare", interface) in read(welcome(interface)).text
    assert read(waiting("eval_comparing", interface)).text == say("eval_comparing", interface)
    assert read(problem("It broke.")).of("yj-error")


def a_progress(**more: Any) -> Progress:
    return replace(Progress(Path("/runs/a"), Order(Path("/sets/tiny.jsonl"), 8, Setup())), **more)


@pytest.mark.parametrize(
    ("progress", "said", "share"),
    [
        (a_progress(), "Getting ready", "0"),
        (a_progress(what="articles", done=5, total=14, seconds_left=3.2), "Reading the articles: 5 of 14 · about 3 s left", "0"),
        (a_progress(what="articles", done=14, total=14), "Getting ready", "0"),
        (a_progress(what="questions", done=1200, total=2400, seconds_left=600.0), "1,200 of 2,400 questions · about 10 min left", "50"),
        (a_progress(what="claims", done=2, total=8), "2 of 8 claims", "25"),
        (a_progress(what="questions", done=8, total=8, seconds_left=0.0), "Putting the figures together", "100"),
    ],
)  # fmt: skip
def test_a_run_under_way_says_how_far_it_is(progress: Progress, said: str, share: str) -> None:
    page = read(status(progress, "en"))
    assert "Measuring tiny" in page.text
    assert said in page.text
    (bar,) = page.of("yj-eval-bar")
    assert bar["aria-valuenow"] == share
    assert any("data-live" in attributes for _, attributes in page.elements)


def test_a_run_that_has_ended_is_under_way_no_more() -> None:
    assert status(None, "en") == status(a_progress(ended=True), "en") == ""
    broken = read(status(a_progress(ended=True, error="tiny.jsonl:3: no"), "en"))
    assert "tiny.jsonl:3: no" in broken.text
    stopped = read(status(a_progress(ended=True, stopped=True, what="claims", done=3, total=8), "en"))
    assert "Stopped after 3 of 8" in stopped.text
    early = read(status(a_progress(ended=True, stopped=True, what="articles", done=3, total=8), "en"))
    assert "before the first question" in early.text
    for page in (broken, stopped, early):
        assert not any("data-live" in attributes for _, attributes in page.elements)


# the list of runs


def test_a_run_is_listed_with_set_day_commit_composing_and_headline(tmp_path: Path) -> None:
    page = read(runs([kept(tmp_path, signature={**SIGNATURE, "without": "lexical, pairs"})], "en"))
    assert "news" in page.text
    assert "2026-11-22 09:30 · commit abc · quotes · without shared words, pairs of sentences" in page.text
    assert "Right answers 50.0\u00a0%" in page.text
    opens, compares = (attributes for tag, attributes in page.elements if tag == "button")
    assert (opens["data-on"], opens["data-run"]) == ("select", str(tmp_path))
    assert (compares["data-on"], compares["aria-pressed"]) == ("option_select", "false")


def test_the_first_measure_that_matters_is_the_headline(tmp_path: Path) -> None:
    page = read(runs([kept(tmp_path, figures={"false alarms": 0.1, "balanced accuracy": 0.8})], "en"))
    assert "Claims told right 80.0\u00a0%" in page.text
    assert "%" not in read(runs([kept(tmp_path, figures={"odd": 0.5})], "en")).text


def test_a_run_that_is_not_whole_says_so_and_only_a_stopped_one_can_go_on(tmp_path: Path) -> None:
    order = Order(tmp_path / "tiny.jsonl", 7, Setup())
    stopped = kept(tmp_path, State.STOPPED, figures={}, count=7, done=3, order=order)
    page = read(runs([stopped], "en"))
    assert "stopped after 3 of 7" in page.text
    assert [attributes["data-on"] for tag, attributes in page.elements if tag == "button"] == ["select", "retry"]
    for other, said in (
        (replace(stopped, order=None), "stopped after 3 of 7"),
        (replace(stopped, done=0, order=None), "stopped before the first question"),
        (replace(stopped, state=State.RUNNING), "running, 3 of 7"),
        (replace(stopped, state=State.DAMAGED, signature={}), "damaged"),
    ):
        page = read(runs([other], "en"))
        assert said in page.text
        assert [attributes["data-on"] for tag, attributes in page.elements if tag == "button"] == ["select"]
    assert tmp_path.name in page.text, "without a set the folder is its name"


def test_open_and_marked_runs_are_shown_so(tmp_path: Path) -> None:
    found = [kept(tmp_path / name) for name in "abc"]
    page = read(runs(found, "en", opened=str(tmp_path / "a"), marked=str(tmp_path / "b")))
    current = [attributes["data-run"] for _, attributes in page.elements if attributes.get("aria-current")]
    pressed = [attributes["data-run"] for _, attributes in page.elements if attributes.get("aria-pressed") == "true"]
    assert current == [str(tmp_path / "a")]
    assert pressed == [str(tmp_path / "b")]
    assert say("eval_marked", "en") in page.text
    both = [str(tmp_path / "b"), str(tmp_path / "c")]
    page = read(runs(found, "en", compared=both))
    assert [a["data-run"] for _, a in page.elements if a.get("aria-pressed") == "true"] == both
    assert say("eval_marked", "en") not in page.text


def test_an_empty_list_says_how_to_begin() -> None:
    assert say("eval_no_runs", "en") in read(runs([], "en")).text
    assert read(runs([], "en", absent="Nothing there.")).text.endswith("Nothing there.")


# the figures


@pytest.mark.parametrize("interface", STRINGS)
def test_every_measure_that_matters_has_a_name_and_a_meaning(interface: Interface) -> None:
    for name in HEADLINE:
        assert say(f"measure_{name}", interface)
        assert len(say(f"means_{name}", interface)) > len(say(f"measure_{name}", interface))
    for part in PARTS:
        assert say(f"eval_part_{part}", interface)
    for outcome in Outcome:
        assert say(f"went_{outcome}", interface)


def test_a_figure_stands_with_its_meaning_direction_interval_and_number(tmp_path: Path) -> None:
    run = a_run(tmp_path / "r")
    page = read(figures(run.run, kept(tmp_path), "en"))
    assert "asked 2 questions in English and Chinese about one library" in page.text
    assert (
        "Right answersOf the questions that have an answer: the reply holds it.50.0\u00a0% ↑ higher is better"
        in page.text
    )
    assert "95 %: 40.0\u00a0% to 60.0\u00a0% · n 72" in page.text
    assert "20.0\u00a0% ↓ lower is better" in page.text
    chinese = read(figures(run.run, kept(tmp_path), "zh"))
    assert "引据用英语和中文被问了 2 个问题" in chinese.text
    assert "答对的比例" in chinese.text
    assert "↓ 越低越好" in chinese.text


def test_figures_by_language_and_from_language_to_language(tmp_path: Path) -> None:
    run = a_run(tmp_path / "r")
    page = read(figures(run.run, kept(tmp_path), "en"))
    assert "measureEnglishChinese" in page.text
    assert "25.0\u00a0%15–35\u00a0%75.0\u00a0%65–85\u00a0%" in page.text
    cells = {
        attributes["title"]: attributes["class"]
        for tag, attributes in page.elements
        if "yj-heat" in (attributes.get("class") or "")
    }
    best = next(css for label, css in cells.items() if label and label.startswith("English → English: 90.0"))
    worst = next(css for label, css in cells.items() if label and label.startswith("English → Chinese: 30.0"))
    assert (best, worst) == ("yj-heat-9", "yj-heat-1")
    assert len(cells) == 3
    assert page.text.count("–") >= 1, "a cell that is not there is told from a weak one"


def test_a_run_in_one_language_has_no_columns_for_languages(tmp_path: Path) -> None:
    run = a_run(tmp_path / "r", [a_question("q1")], measures={"containment accuracy": {"all": a_figure(0.5)}})
    text = read(figures(run.run, kept(tmp_path), "en")).text
    assert say("found_by_language", "en") not in text
    assert say("found_across", "en") not in text


def test_plots_are_drawn_in_the_words_of_the_page(tmp_path: Path) -> None:
    run = a_run(tmp_path / "r", [a_question("q1"), a_question("q2", risk=1.0, expected={"answerable": False})])
    english, chinese = (figures(run.run, kept(tmp_path), interface) for interface in ("en", "zh"))
    assert english.count('class="plot"') == chinese.count('class="plot"') == 3
    for source, interface in ((english, "en"), (chinese, "zh")):
        for name in ("plot_risk_across", "plot_calibration_up", "plot_latency_heading"):
            assert say(name, interface) in source  # type: ignore[arg-type]
    drawn = re.findall(r"<svg class=\"plot\".*?</svg>", english, re.DOTALL)
    assert not any(HAN.search(plot) for plot in drawn)
    assert all(HAN.search(plot) for plot in re.findall(r"<svg class=\"plot\".*?</svg>", chinese, re.DOTALL))


def test_shares_of_noise_are_columns_of_their_own(tmp_path: Path) -> None:
    by_noise = {"all": a_figure(0.5), "0": a_figure(0.9), "0.4": a_figure(0.1)}
    run = a_run(tmp_path / "r", measures={"containment accuracy": by_noise})
    text = read(figures(run.run, kept(tmp_path), "en")).text
    assert "0\u00a0% noise40\u00a0% noise" in text


def test_questions_that_could_not_be_asked_are_counted_above(tmp_path: Path) -> None:
    run = a_run(tmp_path / "r", [a_question("q1", error="ValueError: no"), a_question("q2")])
    assert "1 of 2 questions could not be asked" in read(figures(run.run, kept(tmp_path), "en")).text


# the questions


def test_a_question_opens_to_what_was_expected_said_found_and_judged(tmp_path: Path) -> None:
    page = page_of(a_run(tmp_path / "r", [a_question("q1")]))
    assert "rightHow many, q1?" in page.text.replace(" How", "How")
    assert "Expectedforty or 40" in page.text
    assert "In the articlesThere are forty otters." in page.text
    assert "ReplyForty live there. [1]verbatim" in page.text
    assert "Best evidenceForty otters swim." in page.text
    assert "q1 · English · 50 % sure" in page.text
    (cited,) = page.of("yj-eval-cited")
    assert cited["title"] == "d7: Forty otters swim."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (a_question(refused=True), "ReplyIt refused to answer."),
        (a_question(expected={"answerable": False}), "ExpectedA refusal: no article answers it."),
        (a_question(expected={"parts": []}), "ExpectedThe set does not name an answer."),
        (a_question(expected={"parts": [["a"], ["b", "c"]]}), "Expecteda + b or c"),
        (a_question(expected={"conflict": True}), "every side has to be shown"),
        (a_question(error="ValueError: the lake"), "ErrorValueError: the lake"),
    ],
)
def test_what_is_special_about_a_question_is_said(tmp_path: Path, line: dict[str, Any], said: str) -> None:
    assert said in page_of(a_run(tmp_path / "r", [line])).text


def test_a_claim_opens_to_its_verdict_and_the_reasons(tmp_path: Path) -> None:
    reasons = [{"id": "c1", "reasons": ["the source says 3"]}]
    found = a_run(tmp_path / "r", [a_claim("c1", False, "contradicted")], reasons, {})
    text = page_of(found).text
    for said in (
        "Expectednot supported",
        "Verdictcontradicted",
        "Whythe source says 3",
        "Text givenA source.",
        "score 0.25",
    ):
        assert said in text
    assert say("found_statements", "en") in title(True, "en")


def test_outcomes_that_occur_limit_the_list(tmp_path: Path) -> None:
    found = a_run(tmp_path / "r", [a_question("q1"), a_question("q2", risk=1.0), a_question("q3")])
    page = page_of(found, chosen="wrong")
    buttons = [a for _, a in page.elements if a.get("data-on") == "option_select"]
    assert [(a["data-outcome"], a["aria-pressed"]) for a in buttons] == [
        ("", "false"),
        ("wrong", "true"),
        ("right", "false"),
    ]
    assert "all 3wrong 1right 2" in page.text


def test_the_pages_turn_as_far_as_they_go(tmp_path: Path) -> None:
    found = a_run(tmp_path / "r", [a_question(f"q{n:02}") for n in range(PAGE + 1)])
    for number, off, told in (
        (1, [True, False], f"1–{PAGE} of {PAGE + 1}"),
        (2, [False, True], f"{PAGE + 1}–{PAGE + 1} of {PAGE + 1}"),
    ):
        page = page_of(found, number)
        turns = [attributes for _, attributes in page.elements if attributes.get("data-on") == "select"]
        assert [attributes["data-page"] for attributes in turns] == [str(number - 1), str(number + 1)]
        assert ["disabled" in attributes for attributes in turns] == off
        assert told in page.text


def test_where_nothing_fits_it_says_so_and_the_way_back_stays(tmp_path: Path) -> None:
    page = page_of(a_run(tmp_path / "r", [a_question("q1")]), wanted="zebra")
    assert "Nothing fits" in page.text
    assert any(attributes.get("data-outcome") == "" for _, attributes in page.elements)


def test_a_run_without_questions_has_nothing_to_list(tmp_path: Path) -> None:
    found = a_run(tmp_path / "r", [])
    assert questions(found, found.page(), "", "en") == ""


def test_a_page_of_questions_stays_small(tmp_path: Path) -> None:
    found = a_run(tmp_path / "r", [a_question(f"q{n}") for n in range(3_000)])
    assert len(questions(found, found.page(), "", "en")) < 100_000


# the comparison


def compared(
    folder: Path, *changes: Change, flips: tuple[Flip, ...] = (), whole: bool = False, **signature: Any
) -> Page:
    after = kept(folder / "b", signature={**SIGNATURE, **signature})
    return read(comparison(a_comparison(folder, *changes, flips=flips), kept(folder / "a"), after, "en", whole))


def words(page: Page) -> list[str]:
    """What each change is called by its class."""
    return [str(attributes["class"]).split("yj-eval-")[-1] for attributes in page.of("yj-eval-change")]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (a_change(change=0.1, p=0.01), "better"),
        (a_change(change=-0.1, p=0.01), "worse"),
        (a_change("over-refusal", 0.1, 0.01, better=-1), "worse"),
        (a_change("over-refusal", -0.1, 0.01, better=-1), "better"),
        (a_change(change=0.1, p=0.4), "chance"),
        (a_change(change=0.1, p=None), "chance"),
        (a_change(change=0.0, p=0.01), "same"),
        (a_change("characters a reply", 3.0, 0.01, better=0), "other"),
    ],
)
def test_a_change_is_judged_in_a_word(tmp_path: Path, change: Change, word: str) -> None:
    assert words(compared(tmp_path, change)) == [word]


def test_a_change_stands_with_both_figures_its_bounds_and_p(tmp_path: Path) -> None:
    text = compared(tmp_path, a_change("R@1", -0.1, 0.0123)).text
    assert "Right article firstworse−10.0−15.0 … −5.050.0\u00a0%40.0\u00a0%.0123" in text
    assert "< .0001" in compared(tmp_path, a_change(p=0.00001)).text
    assert "+3.00" in compared(tmp_path, a_change("characters a reply", 3.0, better=0)).text


def test_sure_changes_come_first_then_the_measures_that_matter_and_others_are_folded_away(tmp_path: Path) -> None:
    page = compared(
        tmp_path,
        a_change("token F1", p=0.9),
        a_change("containment accuracy", p=0.9),
        a_change("R@1"),
        a_change("MRR@10"),
    )
    text = page.text
    order = [
        text.index(name)
        for name in ("Right article first", "MRR@10", "Right answers", "All other measures", "token F1")
    ]
    assert order == sorted(order)
    assert "Of 4 figures, 2 are better and 0 worse by more than chance." in text


def test_what_is_sure_in_one_group_alone_is_named_with_its_group(tmp_path: Path) -> None:
    page = compared(tmp_path, a_change(p=0.9), a_change(p=0.01, slice_="en→zh"), a_change(p=0.9, slice_="zh→en"))
    assert "Right article firstEnglish → Chinese" in page.text
    assert "Chinese → English" not in page.text
    assert "No figure changed by more than chance." in page.text


def test_runs_that_are_the_same_are_said_to_be(tmp_path: Path) -> None:
    text = compared(tmp_path, a_change(change=0.0)).text
    assert "Nothing changed" in text
    assert "Both were set up alike." in text
    assert "No question went from right to wrong" in text


def test_what_the_runs_differ_in_is_named(tmp_path: Path) -> None:
    text = compared(tmp_path, a_change(), commit="def", without="lexical").text
    assert "commit (abc → def)" in text
    assert "left out (nothing left out → without shared words)" in text


def test_flips_show_both_ways_with_both_replies(tmp_path: Path) -> None:
    flips = (a_flip("q1"), a_flip("q2", better=True, before=REFUSED))
    text = compared(tmp_path, a_change(), flips=flips).text
    worse, better = text.index("Wrong now, right before"), text.index("Right now, wrong before")
    assert worse < text.index("How many, q1?") < text.index("beforeForty.afterNinety.") < better
    assert "beforeIt refused to answer.afterNinety." in text


def test_many_flips_are_shown_when_they_are_asked_for(tmp_path: Path) -> None:
    flips = tuple(a_flip(f"q{n}") for n in range(FEW + 2))
    few, all_of_them = (compared(tmp_path, a_change(), flips=flips, whole=whole) for whole in (False, True))
    assert f"Show all {FEW + 2}" in few.text
    assert "q6" not in few.text
    assert "q6" in all_of_them.text
    assert not [a for _, a in all_of_them.elements if a.get("data-on") == "expand"]


def test_a_real_comparison_in_chinese_has_no_english_words_of_ours(tmp_path: Path) -> None:
    scored = {"containment accuracy": {"all": [1.0, 1.0]}}
    unscored = {"containment accuracy": {"all": [0.0, 1.0]}}
    before = a_run(
        tmp_path / "a", [a_question(f"q{n}", question="多少？", answer="四十。", scores=scored) for n in range(12)]
    )
    after = a_run(
        tmp_path / "b", [a_question(f"q{n}", question="多少？", answer="九十。", scores=unscored) for n in range(12)]
    )
    found = compare(before.run, after.run)
    page = read(comparison(found, kept(tmp_path / "a"), kept(tmp_path / "b"), "zh"))
    assert "变差" in page.text
    assert "之前对，现在错" in page.text
    left = re.sub(r"[ab] \(2026-11-22 09:30\)|news|q\d+|Holm|p 值", "", page.text)
    assert not re.search("[A-Za-z]{2,}", left), left
