"""The sample that a language model is asked, and its table."""

from __future__ import annotations

from pathlib import Path

from yinju.eval.runs import Run, write_lines
from yinju.eval.written import sample, table


def test_a_question_is_asked_once_at_one_share_of_noise_and_always_the_same(tmp_path: Path) -> None:
    path = tmp_path / "noise-en.jsonl"
    write_lines(path, [{"question": f"q{n}", "noise": noise} for n in range(40) for noise in (0, 0.4, 0.8, 1.0)])
    found = sample(path, "en")
    assert len({row["question"] for row in found}) == len(found) == 30
    assert [sum(row["noise"] == noise for row in found) for noise in (0.4, 0.8, 1.0)] == [10, 10, 10]
    assert sample(path, "en") == found


def test_the_table_holds_both_ways_side_by_side() -> None:
    measures = {"containment accuracy": {"all": {"mean": 0.75, "low": 0.5, "high": 1.0, "n": 8}}}
    quotes = Run(Path("a"), {"commit": "abc"}, measures, (), {})
    lines = table({"en, quotes": quotes, "en, written": Run(Path("b"), {"commit": "def"}, {}, (), {})}).splitlines()
    assert lines[0] == "| | en, quotes | en, written |"
    assert lines[2] == "| holds an expected answer | 0.750 [0.500, 1.000], n 8 | – |"
    assert lines[-1] == "<sub>commit def</sub>"
