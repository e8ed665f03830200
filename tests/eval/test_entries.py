"""A run's questions to be looked through: how each went, the worst first, found by words, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from yinju.eval.entries import PAGE, Opened, opened
from yinju.eval.errors import RunInvalid
from yinju.eval.outcomes import Outcome, badness, outcome
from yinju.eval.runs import write_json, write_lines


def a_question(id_: str = "q", **more: Any) -> dict[str, Any]:
    """A line of questions.jsonl: answered and right, unless fields say otherwise."""
    wanted = {"answerable": True, "conflict": False, "parts": [["forty", "40"]], "gold": ["There are forty."]}
    return {
        "id": id_, "question": f"How many, {id_}?", "language": "en", "cluster": id_, "slices": [], "answer": "Forty.",
        "refused": False, "probability": 0.5, "risk": 0.0, "evidence": ["There are forty."], "error": None, "scores": {},
        **more, "expected": {**wanted, **more.get("expected", {})},
    }  # fmt: skip


def a_claim(id_: str, supported: bool, verdict: str, score: float = 0.5) -> dict[str, Any]:
    return {
        "id": id_, "question": f"Claim {id_}.", "language": "en", "cluster": id_, "slices": [], "answer": verdict,
        "expected": {"supported": supported}, "score": score, "evidence": ["A source."], "error": None, "scores": {},
    }  # fmt: skip


def shown(conflict: float) -> dict[str, Any]:
    return {"expected": {"conflict": True}, "scores": {"conflict shown": {"all": [conflict, 1.0]}}}


def a_run(folder: Path, questions: Iterable[dict[str, Any]], replies: Iterable[dict[str, Any]] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "metrics.json", {"signature": {"dataset": "d@1"}, "measures": {}})
    write_lines(folder / "questions.jsonl", questions)
    write_lines(folder / "answers.jsonl", replies)
    return folder


# how a question went


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_question(), Outcome.RIGHT),
        (a_question(risk=1.0), Outcome.WRONG),
        (a_question(error="ValueError: no"), Outcome.FAILED),
        (a_question(refused=True), Outcome.REFUSED),
        (a_question(refused=True, risk=1.0), Outcome.REFUSED),
        (a_question(refused=True, risk=1.0, expected={"answerable": False}), Outcome.DECLINED),
        (a_question(risk=1.0, expected={"answerable": False}), Outcome.ANSWERED),
        (a_question(expected={"parts": []}), Outcome.UNJUDGED),
        (a_question(**shown(0.0)), Outcome.ONE_SIDED),
        (a_question(**shown(1.0)), Outcome.RIGHT),
        (a_question(expected={"conflict": True}), Outcome.ONE_SIDED),
        (a_claim("c", True, "supported"), Outcome.RIGHT),
        (a_claim("c", True, "verbatim"), Outcome.RIGHT),
        (a_claim("c", True, "partial"), Outcome.ALARM),
        (a_claim("c", False, "contradicted"), Outcome.RIGHT),
        (a_claim("c", False, "supported"), Outcome.MISSED),
        (a_claim("c", False, "unchecked"), Outcome.UNCHECKED),
        (a_claim("c", True, "unchecked"), Outcome.UNCHECKED),
    ],
)
def test_how_a_question_went(line: dict[str, Any], expected: Outcome) -> None:
    assert outcome(line) is expected


def test_what_is_bad_stands_before_what_is_good() -> None:
    kinds = [outcome.bad for outcome in Outcome]
    assert kinds == sorted(kinds, reverse=True)
    assert any(kinds)
    assert not all(kinds)


def test_the_surest_of_the_wrong_and_the_least_sure_of_the_right_come_first() -> None:
    lines = [
        a_question("right-sure", probability=0.9), a_question("right-unsure", probability=0.2),
        a_question("wrong-unsure", probability=0.3, risk=1.0), a_question("wrong-sure", probability=0.8, risk=1.0),
        a_question("failed", error="x"), a_question("refused", refused=True, probability=0.99),
    ]  # fmt: skip
    ordered = [line["id"] for line in sorted(lines, key=badness)]
    assert ordered == ["failed", "wrong-sure", "wrong-unsure", "refused", "right-unsure", "right-sure"]


def test_claims_are_worst_where_the_score_is_farthest_from_the_truth() -> None:
    lines = [
        a_claim("near", False, "supported", 0.55), a_claim("far", False, "supported", 0.95),
        a_claim("open", False, "unchecked", 1.0), a_claim("good", True, "supported", 1.0),
        a_claim("hardly good", True, "supported", 0.6),
    ]  # fmt: skip
    assert [line["id"] for line in sorted(lines, key=badness)] == ["far", "near", "open", "good", "hardly good"]


# a run that is opened


def test_a_run_shows_its_worst_questions_first_with_their_replies(tmp_path: Path) -> None:
    lines = [a_question("good"), a_question("bad", risk=1.0)]
    found = opened(a_run(tmp_path / "r", lines, [{"id": "good", "n": 1}, {"id": "bad", "n": 2}]))
    page = found.page()
    assert [(entry.line["id"], entry.outcome, entry.reply["n"]) for entry in page.entries] == [
        ("bad", Outcome.WRONG, 2),
        ("good", Outcome.RIGHT, 1),
    ]
    assert dict(found.counts) == {Outcome.WRONG: 1, Outcome.RIGHT: 1}


def many(folder: Path, count: int) -> Opened:
    return opened(a_run(folder, [a_question(f"q{number:03}", probability=number / count) for number in range(count)]))


def test_pages_hold_every_question_once(tmp_path: Path) -> None:
    found = many(tmp_path / "r", 2 * PAGE + 3)
    pages = [found.page(number) for number in (1, 2, 3)]
    assert [len(page.entries) for page in pages] == [PAGE, PAGE, 3]
    assert [entry.line["id"] for page in pages for entry in page.entries] == [f"q{n:03}" for n in range(2 * PAGE + 3)]
    assert {(page.pages, page.found) for page in pages} == {(3, 2 * PAGE + 3)}


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (2, 2), (99, 2)])
def test_a_page_that_is_not_there_gives_the_nearest(tmp_path: Path, asked: int, given: int) -> None:
    assert many(tmp_path / "r", PAGE + 1).page(asked).number == given


def test_questions_are_found_by_all_words_wherever_they_stand(tmp_path: Path) -> None:
    lines = [
        a_question("q1", question="Where do Otters live?"), a_question("q2", answer="In the delta, with OTTERS."),
        a_question("q3", expected={"parts": [["水獭", "otter"]]}), a_question("q4-otter"), a_question("q5"),
    ]  # fmt: skip
    found = opened(a_run(tmp_path / "r", lines))

    def ids(wanted: str) -> set[str]:
        return {entry.line["id"] for entry in found.page(1, wanted).entries}

    assert ids("otter") == {"q1", "q2", "q3", "q4-otter"}
    assert ids("  OTTERS   delta ") == {"q2"}
    assert ids("水獭") == {"q3"}
    assert ids("") == ids("  ") == {"q1", "q2", "q3", "q4-otter", "q5"}
    assert ids("zebra") == set()


def test_questions_can_be_limited_to_how_they_went(tmp_path: Path) -> None:
    lines = [a_question("a", risk=1.0), a_question("b"), a_question("c", refused=True)]
    found = opened(a_run(tmp_path / "r", lines))
    page = found.page(1, "", (Outcome.WRONG, Outcome.REFUSED))
    assert [entry.line["id"] for entry in page.entries] == ["a", "c"]
    assert found.page(1, "b", (Outcome.WRONG,)).found == 0


def test_a_run_is_read_once_until_its_files_change(tmp_path: Path) -> None:
    folder = a_run(tmp_path / "r", [a_question("a")])
    first = opened(folder)
    assert opened(folder) is first
    write_lines(folder / "questions.jsonl", [a_question("a"), a_question("b")])
    assert len(opened(folder).order) == 2


def test_replies_that_were_not_kept_leave_questions_readable(tmp_path: Path) -> None:
    folder = a_run(tmp_path / "r", [a_question("a")])
    (folder / "answers.jsonl").unlink()
    assert opened(folder).page().entries[0].reply == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("questions.jsonl", "{"),
        ("questions.jsonl", "[]\n"),
        ("questions.jsonl", json.dumps({"id": "q"}) + "\n"),
        ("questions.jsonl", json.dumps({**a_question(), "answer": None}) + "\n"),
        ("answers.jsonl", '{"no": "id"}\n'),
        ("answers.jsonl", "torn"),
        ("metrics.json", "{"),
    ],
)
def test_a_damaged_file_is_said_to_be_so(tmp_path: Path, name: str, content: str) -> None:
    folder = a_run(tmp_path / "r", [a_question("a")])
    (folder / name).write_text(content)
    with pytest.raises(RunInvalid, match="run it again"):
        opened(folder)
