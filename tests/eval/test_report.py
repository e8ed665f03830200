"""The report: one page that stands alone, curves made by hand, and text from datasets that stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from yinju.eval.report import markdown, page
from yinju.eval.report.curves import Point, answered, histogram, reliability, risk_coverage, step
from yinju.eval.report.plots import plots
from yinju.eval.report.section import Kind, kind, languages, noise, sections
from yinju.eval.report.tables import ablation, headline, milliseconds, plain, share, whole
from yinju.eval.report.worst import worst
from yinju.eval.runs import Run

SIGNATURE = {"version": "0.1.0", "commit": "abc", "dataset": "news@123", "compose": "quotes", "seed": 0}
NASTY = "<script>alert('1 & 2')</script> & <b>|"
VOID = {"meta"}

Figures = Mapping[str, Mapping[str, float]]


def figure(mean: float, n: int = 10) -> dict[str, float]:
    return {"mean": mean, "low": mean - 0.1, "high": mean + 0.1, "n": n}


def a_question(id_: str = "q1", probability: float = 0.9, risk: float = 0.0, **more: Any) -> dict[str, Any]:
    wanted = {
        "answerable": True,
        "conflict": False,
        "parts": [["600", "six hundred"]],
        "gold": ["There are 600 firms."],
    }
    return {
        "id": id_, "question": f"How many firms, {id_}?", "language": "en", "slices": [], "answer": f"Said to {id_}.",
        "refused": False, "probability": probability, "risk": risk, "evidence": [f"Evidence of {id_}."], "error": None,
        **more, "expected": {**wanted, **more.get("expected", {})},
    }  # fmt: skip


def a_claim(id_: str, supported: bool, verdict: str, score: float) -> dict[str, Any]:
    return {
        "id": id_, "question": f"Claim {id_}.", "language": "en", "slices": [], "expected": {"supported": supported},
        "answer": verdict, "score": score, "evidence": ["A source."], "error": None,
    }  # fmt: skip


CORPUS: Mapping[str, Figures] = {
    "R@1": {"all": figure(0.5), "en": figure(0.4), "zh": figure(0.6), "en→en": figure(0.7), "en→zh": figure(0.2)},
    "other-language hit@10": {"all": figure(0.8)},
    "containment accuracy": {"all": figure(0.956), "en": figure(0.9), "zh": figure(0.9)},
    "over-refusal": {"all": figure(0.1)},
    "characters a reply": {"all": figure(135.94)},
}
CLAIMS: Mapping[str, Figures] = {"balanced accuracy": {"all": figure(0.7)}, "AUROC": {"all": figure(0.8)}}


def a_run(
    folder: Path,
    measures: Mapping[str, Figures] = CORPUS,
    questions: tuple[Mapping[str, Any], ...] = (a_question("q1"), a_question("q2", language="zh")),
    timings: Mapping[str, Any] | None = None,
    **signature: Any,
) -> Run:
    return Run(folder, {**SIGNATURE, **signature}, measures, questions, timings or {})


class Tags(HTMLParser):
    """Checks that tags nest, and gathers their names, their attributes and the headings' levels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.addresses: list[str] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "srcset", "action"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(html: str) -> str:
    """The page's text, its white space evened out."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_the_page_says_what_was_measured_and_how_well_it_went(tmp_path: Path) -> None:
    html = page([a_run(tmp_path)])
    said = words(html)
    assert html.lstrip().startswith("<!doctype html>")
    assert "Yinju was asked 2 questions in English and Chinese" in said
    assert "Headline by language" in said
    assert ".956 [.856, 1.056]" in said
    assert "a refusal does not (RGB)" in said
    assert "version 0.1.0 · commit abc · dataset news@123 · compose quotes · seed 0" in said


def test_the_page_stands_alone_and_its_tags_nest(tmp_path: Path) -> None:
    html = page(
        [a_run(tmp_path, timings={"total_milliseconds": [10.0, 20.0]}), a_run(tmp_path, CLAIMS, (), dataset="b@1")]
    )
    tags = Tags(html)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(tags.found)
    assert all(address.startswith("#") for address in tags.addresses)
    assert "://" not in html
    assert "@import" not in html
    assert "url(" not in html


def test_every_drawing_says_what_it_shows(tmp_path: Path) -> None:
    html = page([a_run(tmp_path, timings={"total_milliseconds": [10.0, 20.0]})])
    drawings = re.findall(r"<svg[^>]*>.{7}", html)
    assert len(drawings) == 3
    assert all('role="img"' in drawing and drawing.endswith("<title>") for drawing in drawings)
    assert html.count("<figcaption>") == 3


def test_text_of_datasets_models_and_errors_stays_text(tmp_path: Path) -> None:
    nasty = a_question(
        NASTY, risk=1.0, question=NASTY, answer=NASTY, evidence=[NASTY], error=NASTY, language=NASTY,
        expected={"parts": [[NASTY]], "gold": [NASTY]},
    )  # fmt: skip
    cells = {"all": figure(0.5), NASTY: figure(0.5), f"{NASTY}→en": figure(0.5), "en→en": figure(0.1)}
    run = a_run(tmp_path, {"R@1": cells, NASTY: cells}, (nasty, a_question("q2")), {"host": NASTY}, dataset=NASTY)
    for runs in ([run], [run, a_run(tmp_path, commit=NASTY, dataset=NASTY)]):
        html = page(runs)
        assert not {"script", "b"} & set(Tags(html).found)
        assert "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt; &amp; &lt;b&gt;" in html
        assert "<script" not in markdown(runs)


def test_text_of_datasets_does_not_break_a_markdown_table(tmp_path: Path) -> None:
    run = a_run(tmp_path, CORPUS, (a_question(), a_question("q2", language="a|b\nc")))
    header = next(line for line in markdown([run]).splitlines() if line.startswith("| measure"))
    assert header == "| measure | all | a\\|b c | English |"


def test_shares_counts_and_times_are_written_plainly() -> None:
    assert [share(figure) for figure in (0.0, 0.9564, 1.0)] == [".000", ".956", "1.000"]
    assert [plain(figure) for figure in (1.563, 56.23, 1359.7)] == ["1.56", "56.2", "1,360"]
    assert [milliseconds(figure) for figure in (0.04, 56.23, 1359.7)] == ["0.0", "56.2", "1,360"]


def test_a_measure_that_is_no_share_is_no_share_in_the_table(tmp_path: Path) -> None:
    found = {row.name: row.cells[0] for row in whole(a_run(tmp_path)).rows}
    assert found["characters a reply"].figure == "136"
    assert found["R@1"].figure == ".500"
    assert found["R@1"].n == "10"


def test_the_headline_has_only_measures_that_there_are(tmp_path: Path) -> None:
    assert [row.name for row in headline(a_run(tmp_path)).rows] == [
        "containment accuracy", "R@1", "other-language hit@10", "over-refusal",
    ]  # fmt: skip


def test_a_measure_tells_where_better_is(tmp_path: Path) -> None:
    arrows = {row.name: row.arrow for row in whole(a_run(tmp_path)).rows}
    assert (arrows["R@1"], arrows["over-refusal"], arrows["characters a reply"]) == ("↑", "↓", "")


def test_a_dataset_in_one_language_has_no_column_of_its_own_for_it(tmp_path: Path) -> None:
    run = a_run(tmp_path, questions=(a_question(), a_question("q2")))
    assert languages(run) == ()
    assert [column.name for column in headline(run).columns] == ["all"]
    assert "questions in English, about one library" in words(page([run]))


def test_risk_and_coverage_take_the_surest_first() -> None:
    questions = [a_question("c", 0.2, 1.0), a_question("a", 0.9, 0.0), a_question("b", 0.6, 1.0), a_question("d", 0.1)]
    assert risk_coverage(questions) == ((0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3)), (1.0, 0.5))


def test_equal_probabilities_keep_their_order_so_that_the_curve_has_the_area_of_the_measure() -> None:
    assert [point.y for point in risk_coverage([a_question("a", 0.5, 1.0), a_question("b", 0.5)])] == [1.0, 0.5]


def test_the_dot_on_the_curve_is_what_was_answered() -> None:
    questions = [a_question("a", risk=1.0), a_question("b"), a_question("c", risk=1.0, refused=True), a_question("d")]
    assert answered(questions) == Point(0.75, pytest.approx(1 / 3))
    assert answered([a_question(refused=True)]) is None


def test_calibration_needs_questions_with_an_answer_and_without() -> None:
    unanswerable = {"answerable": False}
    assert reliability([a_question("a"), a_question("b")]) == ()
    bins = reliability([a_question("a", 0.8), a_question("b", 0.2, expected=unanswerable), a_question("c", 0.6)], 2)
    assert [(bin_.probability, bin_.answerable, bin_.count) for bin_ in bins] == [
        (pytest.approx(0.4), 0.5, 2),
        (pytest.approx(0.8), 1.0, 1),
    ]


def test_one_slow_question_does_not_flatten_the_histogram() -> None:
    width, counts = histogram([10.0] * 99 + [1000.0])
    assert (width, len(counts)) == (1.0, 15)
    assert (counts[10], counts[-1]) == (99, 1)
    assert histogram([0.0, 0.0])[1][0] == 2


@pytest.mark.parametrize(("reach", "most", "size"), [(100, 5, 20), (100, 4, 25), (7, 5, 2), (0.9, 5, 0.2), (1, 1, 1)])
def test_steps_are_round(reach: float, most: int, size: float) -> None:
    assert step(reach, most) == pytest.approx(size)


def test_slices_that_are_numbers_are_drawn_as_noise(tmp_path: Path) -> None:
    slices = {"all": figure(0.5), "0.8": figure(0.4), "0": figure(0.9), "noise": figure(0.5), "nan": figure(0.5)}
    asked = (a_question("a", slices=["0"]), a_question("b", slices=["0.8"], refused=True))
    run = a_run(tmp_path, {"containment accuracy": slices}, asked)
    assert noise(run) == ("0", "0.8")
    assert [column.name for column in headline(run).columns] == ["all", "noise 0", "noise 0.8"]
    assert "by noise: 0: .900, .000; 0.8: .400, 1.000" in plots(run)[-1].drawing


def test_a_reading_set_has_no_headline_of_a_search_that_did_not_take_place(tmp_path: Path) -> None:
    run = a_run(tmp_path, {"containment accuracy": {"all": figure(0.5)}})
    assert kind(run) is Kind.READING
    assert [row.name for row in headline(run).rows] == ["containment accuracy"]


def test_the_worst_are_those_that_failed_and_then_the_surest_of_the_wrong(tmp_path: Path) -> None:
    asked = (
        a_question("right", 0.99, 0.0),
        a_question("unsure", 0.3, 1.0),
        a_question("sure", 0.9, 1.0),
        a_question("invented", 0.5, 1.0, expected={"answerable": False, "parts": []}),
        a_question("rightly refused", 0.8, 1.0, refused=True, expected={"answerable": False, "parts": []}),
        a_question("failed", 0.0, 1.0, answer="", error="ModelUnavailable: no such model"),
    )
    run = a_run(tmp_path, questions=asked)
    assert [item.id for item in worst(run)] == ["failed", "sure", "invented", "unsure"]
    said = words(page([run]))
    assert "1 of 6 questions failed" in said
    assert "ModelUnavailable: no such model" in said
    assert "600 / six hundred" in said
    assert "Evidence of sure." in said
    assert "Said to sure." in said
    assert "Said to right." not in said


def test_a_refused_question_is_said_to_be_refused(tmp_path: Path) -> None:
    said = words(page([a_run(tmp_path, questions=(a_question(risk=1.0, refused=True, answer="No."),))]))
    assert "refused, 90 % sure" in said
    assert "It refused to answer." in said


def test_only_twenty_of_many_wrong_questions_are_shown(tmp_path: Path) -> None:
    html = page([a_run(tmp_path, questions=tuple(a_question(f"q{i}", i / 30, 1.0) for i in range(30)))])
    assert html.count("<li><details") == 20
    assert "30 of 30 questions went wrong. Here are 20" in words(html)


def test_of_claims_the_farthest_from_the_truth_come_first_and_unchecked_ones_last(tmp_path: Path) -> None:
    claims = (
        a_claim("right", True, "verbatim", 1.0),
        a_claim("unchecked", True, "unchecked", 0.0),
        a_claim("near", True, "contradicted", 0.4),
        a_claim("far", False, "supported", 0.9),
    )
    run = a_run(tmp_path, CLAIMS, claims, {"milliseconds": {"verify": {"p50": 0.4, "p95": 1.0, "max": 2.0}}})
    assert [item.id for item in worst(run)] == ["far", "near", "unchecked"]
    said = words(page([run]))
    assert "The checker was shown 4 claims in English" in said
    assert "3 of 4 claims were told wrong" in said
    assert "verify 0.4 1.0 2.0" in said
    assert "Confidence" not in said


def test_a_run_without_timings_refusals_or_mistakes_has_no_empty_plots(tmp_path: Path) -> None:
    said = words(page([a_run(tmp_path)]))
    assert "Time" not in said
    assert "Can its probability be believed?" not in said
    assert "None went wrong." in said


def test_a_run_without_questions_still_has_its_tables(tmp_path: Path) -> None:
    said = words(page([a_run(tmp_path, questions=())]))
    assert ".956" in said
    assert "The run holds no questions" in said


def test_a_run_where_everything_is_wrong_or_refused_can_be_drawn(tmp_path: Path) -> None:
    asked = tuple(a_question(f"q{i}", 0.0, 1.0, refused=True) for i in range(3))
    run = a_run(tmp_path, {"containment accuracy": {"all": figure(0.0)}}, asked, {"total_milliseconds": [0.0]})
    assert "nan" not in page([run]).lower()


def test_runs_of_one_dataset_stand_side_by_side_under_what_differs(tmp_path: Path) -> None:
    weaker = {name: {"all": figure(slices["all"]["mean"] - 0.05)} for name, slices in CORPUS.items()}
    runs = [a_run(tmp_path), a_run(tmp_path, weaker, without="lexical")]
    (section,) = sections(runs)
    table = ablation(section)
    assert [column.name for column in table.columns] == ["complete", "without lexical"]
    assert "without" not in table.signature
    best = {row.name: [cell.best for cell in row.cells] for row in table.rows}
    assert best["R@1"] == [True, False]
    assert best["over-refusal"] == [False, True]
    assert "2 runs side by side" in words(page(runs))
    assert "| R@1 ↑ | **.500** [.400, .600] | .450 [.350, .550] |" in markdown(runs)


def test_equal_values_have_no_best(tmp_path: Path) -> None:
    (section,) = sections([a_run(tmp_path), a_run(tmp_path, compose="llm (small)")])
    assert section.labels == ("quotes", "llm (small)")
    assert not any(cell.best for row in ablation(section).rows for cell in row.cells)


def test_runs_with_one_signature_are_called_by_their_folders(tmp_path: Path) -> None:
    (section,) = sections([a_run(tmp_path / "first"), a_run(tmp_path / "second")])
    assert section.labels == ("first", "second")


def test_every_dataset_has_a_section_of_its_own(tmp_path: Path) -> None:
    runs = [a_run(tmp_path), a_run(tmp_path, CLAIMS, (a_claim("c", True, "verbatim", 1.0),), dataset="bump@9")]
    assert [section.name for section in sections(runs)] == ["news", "bump"]
    html = page(runs)
    assert html.count("<h2>") == 2
    assert "side by side" not in html
    assert markdown(runs).count("## ") == 2
    assert markdown(runs).count("dataset bump@9") == 1


def test_headings_go_down_one_level_at_a_time(tmp_path: Path) -> None:
    runs = [a_run(tmp_path, timings={"total_milliseconds": [1.0]}), a_run(tmp_path, without="lexical")]
    for shown in (runs[:1], runs):
        levels = [int(tag[1]) for tag in Tags(page(shown)).found if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
