"""What can be left out of a run, and what that changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sets import SIGNATURE, a_corpus, files, run

from yinju.eval.runs import read_run
from yinju.eval.setup import PARTS, Setup
from yinju.index.errors import UsageError


@pytest.mark.parametrize("without", [("vectors",), ("lexical", "Lexical"), ("",)])
def test_a_part_that_there_is_not_cannot_be_left_out(without: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="choose among centring, sentences, pairs, lexical, names, balance, "):
        Setup(without=without)


def test_what_is_left_out_shows_in_the_signature_in_one_order() -> None:
    found = Setup(without=("lexical", "balance")).signature("d@1", "e", None)
    assert list(found) == [*SIGNATURE, "without"]
    assert found["without"] == "balance, lexical"
    assert "without" not in Setup().signature("d@1", "e", None)


def test_a_part_named_twice_is_left_out_once() -> None:
    twice, once = Setup(without=("lexical", "lexical")), Setup(without=("lexical",))
    assert twice.signature("d@1", "e", None) == once.signature("d@1", "e", None)


def test_each_part_can_be_left_out_alone() -> None:
    usual = Setup()
    assert (usual.centred, usual.ranking.sentence_share, usual.ranking.lexical_weight, usual.ranking.balanced) == (
        *(True, 2 / 3, 1.0, True),
    )
    assert not Setup(without=("centring",)).centred
    assert Setup(without=("sentences",)).ranking.sentence_share == 0
    assert Setup(without=("lexical",)).ranking.lexical_weight == 0
    assert not Setup(without=("balance",)).ranking.balanced
    assert not Setup(without=("pairs",)).ranking.pairs
    assert not Setup(without=("names",)).ranking.names
    assert not Setup(without=("places",)).ranking.places
    assert {setup.ranking for setup in (Setup(without=(part,)) for part in PARTS if part != "centring")}.isdisjoint(
        {usual.ranking}
    )


_UNSEEN = {"lexical", "names", "places", "reprints"}


def test_leaving_a_part_out_changes_scores_and_nothing_that_is_kept(tmp_path: Path) -> None:
    path = a_corpus(tmp_path / "tiny")
    whole = run(path, tmp_path / "whole", tmp_path / "cache")
    kept = sorted(place.name for place in (tmp_path / "cache" / "eval").rglob("*") if place.is_dir())
    runs = {}
    for part in PARTS:
        done = run(path, tmp_path / part, tmp_path / "cache", Setup(without=(part,)))
        assert done.run.signature["without"] == part
        runs[part] = (done.out / "run.trec").read_bytes()
    # so few articles are on one page, have one name each, and an order that is clear without words
    seen = {(whole.out / "run.trec").read_bytes(), *(runs[part] for part in PARTS if part not in _UNSEEN)}
    assert len(seen) == 1 + len(PARTS) - len(_UNSEEN)
    assert sorted(place.name for place in (tmp_path / "cache" / "eval").rglob("*") if place.is_dir()) == kept
    assert files(run(path, tmp_path / "again", tmp_path / "cache").out) == files(whole.out)


@pytest.mark.usefixtures("fake")
def test_a_changed_corpus_is_a_new_library_and_a_new_digest(tmp_path: Path) -> None:
    path = a_corpus(tmp_path / "tiny")
    before = run(path, tmp_path / "before", tmp_path / "cache")
    (path / "corpus.jsonl").write_text(
        (path / "corpus.jsonl").read_text("utf-8").replace("forty", "fifty").replace("reprint", "copy"), "utf-8"
    )
    (path / "qrels.tsv").unlink()
    after = run(path, tmp_path / "after", tmp_path / "cache")
    assert before.run.signature["dataset"] != after.run.signature["dataset"]
    ranked = read_run(after.out / "run.trec")["q 1"]
    assert "copy" in ranked
    assert "reprint" not in ranked
