"""The bench: it measures what it says, keeps what took minutes, and tells what could not be measured."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factories import a_draft, an_article
from fakes import FakeEncoder
from yinju.eval import readme
from yinju.eval.bench import __main__ as command
from yinju.eval.bench import askers, chain, machine, synthetic, table, timing
from yinju.eval.bench.articles import Corpus, portions
from yinju.eval.bench.kept import kept
from yinju.eval.bench.parts import PARTS
from yinju.eval.bench.questions import questions
from yinju.eval.bench.types import QUICK, Bench, Goal, Outcome, Part, Plan, Row, Unmeasured
from yinju.eval.errors import DatasetInvalid, RunInvalid
from yinju.index.errors import YinjuError
from yinju.index.library import Library
from yinju.index.types import Draft
from yinju.rag.settings import Settings
from yinju.rag.types import Answer, Citation, Verdict

DOCUMENT = "Before.\n<!-- begin: bench -->\nold\n<!-- end -->\nAfter.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Seven articles."""
    path = tmp_path / "town" / "corpus.jsonl"
    path.parent.mkdir()
    rows = (
        {"_id": str(n), "text": f"House {n} is red, and its door is green. It was built in {1900 + n}."}
        for n in range(7)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Corpus.read(path)  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, corpus: Corpus) -> Bench:
    """A quick run over the seven articles, with a cache of its own."""
    (tmp_path / "work").mkdir()
    return Bench(QUICK, Settings(cache=tmp_path / "cache"), corpus, tmp_path / "work", lambda _: None)


def started(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["bench", *map(str, arguments)])
    return command.main()


# the whole


@pytest.mark.slow
def test_a_quick_run_measures_every_part_over_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_CACHE", str(tmp_path / "cache"))
    document = tmp_path / "document.md"
    document.write_text(DOCUMENT)
    options = ("--quick", "--runs", "1", "--out", tmp_path / "bench.json", "--document", document)
    assert started(monkeypatch, *options) == 0
    record = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert set(record) == {"signature", "machine", "plan", "parts", "seconds"}
    assert record["signature"]["articles"].startswith("samples@")
    assert list(record["parts"]) == [part.name for part in PARTS]
    # a browser takes too long for a quick run, and memory is read from /proc
    unmeasured = {"page"} if Path("/proc/self/status").exists() else {"page", "memory"}
    for name, part in record["parts"].items():
        assert "failed" not in part, part
        assert ("unmeasured" in part) == (name in unmeasured), part
        assert part["notes"]
        for row in part["rows"]:
            assert row["values"] or row["why"] == "left out of a quick run", row
            assert all(isinstance(value, int | float) and math.isfinite(value) for value in row["values"]), row
            assert row["unit"] != "×" or all(value > 0 for value in row["values"]), row
        assert all(math.isfinite(value) for values in part["raw"].values() for value in values)
    held = {
        row["what"]: row["values"] for name in ("kills", "askers", "rubbish") for row in record["parts"][name]["rows"]
    }
    assert held["2 kills: the library opens and holds every committed article whole"] == [1]
    assert held["4 people asking during 3 writes: errors and quotes of no committed text"] == [0]
    assert held["good articles beside them: in, of 3"] == [1]
    assert document.read_text() == DOCUMENT, "figures of a smoke run stand in no document"
    assert not (tmp_path / "cache").exists(), "nothing of a smoke run is kept"  # fmt: skip


def some_parts(*found: Outcome | Exception) -> tuple[Part, ...]:
    def made(result: Outcome | Exception) -> Callable[[Bench], Outcome]:
        def measure(bench: Bench) -> Outcome:
            if isinstance(result, Exception):
                raise result
            return result

        return measure

    return tuple(Part(f"part{n}", f"Part {n}", made(result)) for n, result in enumerate(found))


SPEED = Outcome((Row("a ratio", (2.0, 3.0, 4.0), "×", Goal(2.5)),), {"seconds": [1.0]}, ("Three rounds.",))


def test_a_whole_run_is_written_into_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PARTS", some_parts(SPEED, Unmeasured("no torch")))
    monkeypatch.setattr(command.engines, "prepare_once", lambda *_: None)
    document = tmp_path / "document.md"
    document.write_text(DOCUMENT)
    assert started(monkeypatch, tmp_path / "none.jsonl", "--out", tmp_path / "b.json", "--document", document) == 0
    text = document.read_text()
    assert text.startswith("Before.\n<!-- begin: bench -->\n### Part 0\n\nThree rounds.\n")
    assert "| a ratio | 2 – 3 – 4 × | ≥ 2.5 × | yes |" in text
    assert "### Part 1\n\nNot measured: no torch." in text
    assert "articles samples@" in text
    assert text.endswith("<!-- end -->\nAfter.\n")
    printed = capsys.readouterr()
    assert "### Part 0" in printed.out
    assert "none.jsonl is not there: the sample articles are measured with" in printed.err


def test_a_part_that_fails_is_told_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PARTS", some_parts(YinjuError("the disk is full"), SPEED))
    monkeypatch.setattr(command.engines, "prepare_once", lambda *_: None)
    document = tmp_path / "document.md"
    document.write_text(DOCUMENT)
    assert started(monkeypatch, "--out", tmp_path / "b.json", "--document", document) == 1
    parts = json.loads((tmp_path / "b.json").read_text())["parts"]
    assert parts["part0"]["failed"] == "the disk is full"
    assert parts["part1"]["rows"][0] == {
        "what": "a ratio", "unit": "×", "values": [2.0, 3.0, 4.0], "goal": {"limit": 2.5, "most": False},
        "met": True, "why": "",
    }  # fmt: skip
    assert document.read_text() == DOCUMENT
    assert "part0 failed: the disk is full" in capsys.readouterr().err


def test_some_parts_alone_are_measured_and_leave_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PARTS", some_parts(SPEED, SPEED))
    document = tmp_path / "document.md"
    document.write_text(DOCUMENT)
    options = ("--quick", "--only", "part1", "--out", tmp_path / "b.json", "--document", document)
    assert started(monkeypatch, *options) == 0
    assert list(json.loads((tmp_path / "b.json").read_text())["parts"]) == ["part1"]
    assert document.read_text() == DOCUMENT


def test_another_busy_program_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PARTS", some_parts(SPEED))
    monkeypatch.setattr(machine, "busy", lambda _: 0.4)
    started(monkeypatch, "--quick", "--out", tmp_path / "b.json")
    printed = capsys.readouterr()
    assert "warning: other programs use 40% of the processors" in printed.err
    assert "other programs 40% of the processors at most" in printed.out


# documents


def test_a_section_is_filled_and_the_others_stay(tmp_path: Path) -> None:
    path, other = tmp_path / "document.md", "<!-- begin: goals -->\nkept\n<!-- end -->\n"
    path.write_text(other + DOCUMENT)
    readme.fill(path, "bench", "a \\1 and a \\n\n")
    assert path.read_text() == other + DOCUMENT.replace("old", "a \\1 and a \\n")
    with pytest.raises(RunInvalid, match="no section"):
        readme.fill(path, "sets", "text")


def test_an_evaluation_leaves_the_bench_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text(f"{DOCUMENT}<!-- begin: ablations -->\nold\n<!-- end -->\n")
    readme.write(path, {})
    assert path.read_text() == f"{DOCUMENT}<!-- begin: ablations -->\nNot measured.\n<!-- end -->\n"


# figures


def test_every_side_comes_first_once() -> None:
    order: list[str] = []

    def side(name: str) -> Callable[[int], float]:
        return lambda run: order.append(f"{name}{run}") or float(run)  # type: ignore[func-returns-value]

    figures = timing.rounds({name: side(name) for name in "abc"}, 3)
    assert order == ["a0", "b0", "c0", "b1", "c1", "a1", "c2", "a2", "b2"]
    assert figures == {"a": [0, 1, 2], "b": [0, 1, 2], "c": [0, 1, 2]}


def test_quantiles_are_values_that_were_measured() -> None:
    values = list(range(1, 101))
    assert [timing.quantile(values, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1, 50, 95, 100]
    assert timing.quantile([7.0], 0.95) == 7.0
    assert timing.quantile([3.0, 1.0], 0.5) == 1.0


def test_ratios_are_of_what_was_taken_together() -> None:
    assert timing.ratios([2, 9], [1, 3]) == (2, 3)
    with pytest.raises(ValueError, match="shorter"):
        timing.ratios([1, 2], [1])


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.85, ".850"), (1.0, "1"), (12.34, "12.3"), (1234.5, "1,234"), (0.0049, ".0049"), (99.96, "100.0"), (-0.5, "-0.500")],
)  # fmt: skip
def test_figures_have_three_digits_that_count(value: float, text: str) -> None:
    assert table.shown(value) == text


def test_a_goal_is_judged_by_the_median_and_a_ceiling_from_below() -> None:
    assert Row("r", (0.1, 0.9, 0.9), "×", Goal(0.85)).met is True
    assert Row("r", (0.1, 0.2, 0.9), "×", Goal(0.85)).met is False
    assert Row("r", (100, 119, 500), "ms", Goal(120, most=True)).met is True
    assert Row("r", (), "ms", Goal(1)).met is None
    assert Row("r", (1.0,), "ms", Goal(1), "too small").met is None


def test_a_table_says_what_was_not_measured_and_why() -> None:
    found = [
        Row("a", (1.0,), "s"),
        Row("b", (), "×", Goal(0.85), "no torch"),
        Row("c", (1, 3, 2), "ms", Goal(1, most=True)),
    ]
    assert list(table.rows(found))[2:] == [
        "| a | 1 s |  |  |",
        "| b | – | ≥ .85 × | – (no torch) |",
        "| c | 1 – 2 – 3 ms | ≤ 1 ms | **no** |",
    ]  # fmt: skip


# articles and questions


def test_portions_share_the_articles_out_without_overlap(corpus: Corpus, tmp_path: Path) -> None:
    files = portions(corpus, 100, 3, tmp_path / "files")
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert tuple(lines) == corpus.lines
    assert [len(file.read_text().splitlines()) for file in files] == [2, 2, 3]
    same = portions(corpus, 2, 3, tmp_path / "few")
    assert [file.read_text().splitlines() for file in same] == [list(corpus.lines[:2])] * 3


@pytest.mark.parametrize(
    ("content", "message"), [("", "holds no article"), ("{", ":1: not valid JSON"), ('{"text": "a"}\n[]', ":2: no `text`")]
)  # fmt: skip
def test_a_broken_corpus_is_refused_by_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(content)
    with pytest.raises(DatasetInvalid, match=message):
        Corpus.read(path)


def test_the_samples_stand_in_where_there_is_no_corpus() -> None:
    samples = Corpus.read(None)
    assert samples.name == "samples"
    assert len(samples.lines) == len(samples.texts()) > 10


def test_questions_are_the_same_each_time_in_both_languages_and_from_the_articles(corpus: Corpus) -> None:
    asked = questions(corpus, 12, 0)
    assert asked == questions(corpus, 12, 0) != questions(corpus, 12, 1)
    assert len(set(asked)) == 12
    assert any("\u4e00" <= character <= "\u9fff" for question in asked for character in question)
    assert any(question in text for question in asked for text in corpus.texts())


# synthetic articles


def test_a_synthetic_vector_is_of_unit_length_and_depends_on_its_text_alone() -> None:
    first, second = synthetic.SyntheticEncoder(), synthetic.SyntheticEncoder()
    vectors = first.encode(["a", "b", "a"], "passage")
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.allclose(vectors[0], vectors[1])
    assert np.array_equal(second.encode(["a"], "question")[0], vectors[0])


def test_a_longer_series_of_synthetic_articles_begins_with_a_shorter_one(corpus: Corpus) -> None:
    short, long = list(synthetic.articles(corpus, 3, 5)), list(synthetic.articles(corpus, 30, 5))
    assert long[:3] == short
    assert len({draft.raw for draft in long}) > 20
    assert all("House" in draft.raw or "built" in draft.raw for draft in long)


# what is kept


class Impatient(FakeEncoder):
    """Stops the addition after some texts."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def encode(self, texts: Any, role: Any) -> Any:
        if self.encoded >= self.most:
            raise KeyboardInterrupt
        return super().encode(texts, role)


def drafts_of(count: int) -> Callable[[Path], Iterator[Draft]]:
    return lambda _: (a_draft("It stands here. " * 700 + f"Number {n}.", f"memory:{n}") for n in range(count))


def test_a_library_is_made_once_and_an_interrupted_one_completed(bench: Bench) -> None:
    with pytest.raises(KeyboardInterrupt):
        kept(bench, "houses", drafts_of(5), lambda: Impatient(8), 5)
    (note,) = bench.settings.cache.rglob("made.json")
    interrupted = json.loads(note.read_text())
    assert 0 < interrupted["articles"] < 5
    assert not interrupted["whole"]
    made = kept(bench, "houses", drafts_of(5), FakeEncoder, 5)
    assert made.making.whole
    assert made.making.now
    assert made.making.sittings == 2
    assert made.making.seconds >= interrupted["seconds"]
    assert Library.open(made.folder, FakeEncoder()).count() == 5

    def never() -> FakeEncoder:
        raise AssertionError("it was there")

    again = kept(bench, "houses", drafts_of(5), never, 5)
    assert again.making == replace(made.making, now=False)


def test_a_kept_library_that_does_not_open_is_made_anew(bench: Bench) -> None:
    made = kept(bench, "houses", drafts_of(2), FakeEncoder, 2)
    (made.folder / "catalogue.sqlite").write_bytes(b"no library")
    again = kept(bench, "houses", drafts_of(2), FakeEncoder, 2)
    assert again.making.now
    assert again.making.sittings == 1
    assert Library.open(again.folder, FakeEncoder()).count() == 2


# reliability


def test_a_quote_that_does_not_stand_where_it_says_is_a_trouble() -> None:
    article = an_article("One house. Two doors.")
    texts = askers._Texts()

    def trouble(start: int, quote: str, sha256: str = article.sha256) -> str:
        citation = Citation(
            1, article.id, "", None, None, "en", start, start + len(quote), quote, "", "", sha256, Verdict.VERBATIM
        )
        return texts.trouble(Answer("q", "en", "a", False, None, "quotes", citations=(citation,)))

    assert "nobody added" in trouble(0, "One house.")
    texts.know([a_draft(article.text)])
    assert trouble(0, "One house.") == ""
    assert "are not the quote" in trouble(1, "One house.")


def test_a_process_of_its_own_has_memory_and_one_that_ended_has_none() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc")
    found = machine.memory(os.getpid())
    assert found is not None
    assert 10 < found["now"] <= found["peak"]
    assert machine.memory(2**22 + 1) is None


# the stock chain


def test_a_stock_chain_that_cannot_run_says_why(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unmeasured, match="quick"):
        chain.model(bench)
    whole = replace(bench, plan=Plan())
    monkeypatch.setattr(chain, "find_spec", lambda name: None if name == "torch" else object())
    with pytest.raises(Unmeasured, match="not installed: torch"):
        chain.model(whole)
    monkeypatch.setattr(chain, "find_spec", lambda _: object())
    other = replace(whole, settings=replace(whole.settings, encoder="another/model"))
    with pytest.raises(Unmeasured, match="bundled model alone"):
        chain.model(other)


@pytest.mark.slow
def test_the_stock_chain_splits_to_a_mean_stores_and_finds(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("langchain_text_splitters", reason="needs langchain-text-splitters")
    from yinju.eval.bench import stock

    class Model:
        def __init__(self, *_: Any, **__: Any) -> None:
            self._encoder = FakeEncoder()

        def encode(self, texts: list[str], **_: Any) -> Any:
            return self._encoder.encode([text.split(": ", 1)[1] for text in texts], "passage")

    monkeypatch.setattr(stock, "SentenceTransformer", Model)
    path = str(bench.corpus.write(tmp_path / "houses.jsonl", 0, 7))
    made = stock.Chain("model")
    fitted = made.fit(path, 30)
    assert abs(fitted["mean"] - 30) < 6
    added = made.add(path, 400, str(tmp_path / "index"))
    assert added["articles"] == added["chunks"] == 7
    assert added["seconds"] > 0
    again = stock.Chain("model")
    again.open(str(tmp_path / "index"))
    assert "House 3" in again.search("Which house was built in 1903?")["found"][0]
    vectors = FakeEncoder().encode(["One.", "Two.", "Three."], "passage")
    np.save(tmp_path / "vectors.npy", vectors)
    assert again.hold(str(tmp_path / "vectors.npy")) == {"chunks": 3}
    assert len(again.search("Two?")["found"]) == 3
