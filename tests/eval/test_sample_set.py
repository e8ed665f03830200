"""Our own questions over the sample articles: the set is whole, and big and mixed enough to tell something."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from yinju.eval import sample_set
from yinju.eval.datasets import CorpusSet
from yinju.eval.errors import DatasetInvalid
from yinju.eval.runs import read_lines, write_lines

SAMPLES = Path(sample_set.__file__).parent / "data" / "samples"
DERIVED = ("corpus.jsonl", "qrels.tsv")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES, tmp_path / "samples", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="module")
def dataset() -> CorpusSet:
    return CorpusSet.read(SAMPLES)


def test_making_the_set_again_changes_no_byte(copy: Path) -> None:
    sample_set.main(copy)
    assert {path.name for path in copy.iterdir()} == {"__init__.py", "queries.jsonl", *DERIVED}
    for path in copy.iterdir():
        assert path.read_bytes() == (SAMPLES / path.name).read_bytes(), path.name


def test_everything_but_the_questions_follows_from_the_samples(copy: Path) -> None:
    for name in DERIVED:
        (copy / name).unlink()
    queries = list(read_lines(copy / "queries.jsonl"))
    for query in queries:
        for evidence in query["metadata"]["evidence"]:
            evidence.update(start=0, end=1)
    write_lines(copy / "queries.jsonl", queries)
    sample_set.main(copy)
    for name in ("queries.jsonl", *DERIVED):
        assert (copy / name).read_bytes() == (SAMPLES / name).read_bytes(), name


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": "No article says so."}, "'No article says so.' stands 0 times in"),
        ({"text": "a"}, "'a' stands "),
        ({"doc": "no-article"}, "stands 0 times in no-article"),
    ],
)
def test_a_gold_sentence_that_stands_nowhere_or_twice_is_named(copy: Path, wrong: dict[str, str], says: str) -> None:
    queries = list(read_lines(copy / "queries.jsonl"))
    place = next(number for number, query in enumerate(queries, 1) if query["metadata"]["evidence"])
    queries[place - 1]["metadata"]["evidence"][0].update(wrong)
    write_lines(copy / "queries.jsonl", queries)
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    with pytest.raises(DatasetInvalid) as caught:
        sample_set.main(copy)
    assert str(caught.value).startswith(f"{copy / 'queries.jsonl'}:{place}: the gold sentence ")
    assert says in str(caught.value)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before, "nothing is half written"


def test_there_are_enough_questions_and_enough_that_nothing_answers(dataset: CorpusSet) -> None:
    assert len(dataset.queries) >= 60
    assert sum(not query.answerable for query in dataset.queries) >= 15
    assert len({query.text for query in dataset.queries if not query.history}) == sum(
        not query.history for query in dataset.queries
    ), "no question stands alone twice"


def test_every_task_is_asked_in_both_languages(dataset: CorpusSet) -> None:
    found = Counter((query.slices, query.language) for query in dataset.queries)
    tasks = {slices for slices, _ in found}
    assert len(tasks) > 1
    assert all(len(slices) == 1 for slices in tasks), "every question has a task"
    assert {language for _, language in found} == {"en", "zh"}
    for slices in tasks:
        for language in ("en", "zh"):
            assert found[slices, language] >= 3, (slices, language)


def test_every_gold_sentence_stands_at_its_place(dataset: CorpusSet) -> None:
    texts = {document.id: document.text for document in dataset.documents()}
    gold = 0
    for query in read_lines(SAMPLES / "queries.jsonl"):
        for evidence in query["metadata"]["evidence"]:
            gold += 1
            assert texts[evidence["doc"]][evidence["start"] : evidence["end"]] == evidence["text"], query["_id"]
    assert gold > len(dataset.queries) / 2


def test_what_is_answerable_has_an_answer_in_its_gold_sentences_and_the_rest_has_none(dataset: CorpusSet) -> None:
    texts = {document.id: document.text for document in dataset.documents()}
    for query in dataset.queries:
        assert bool(query.gold) == query.answerable == bool(query.parts) == bool(query.relevant), query.id
        said = " ".join(texts[span.doc][span.start : span.end] for span in query.gold).lower()
        for part in query.parts:
            assert any(alias.lower() in said for alias in part), (query.id, part)
        assert set(query.relevant or {}) == {span.doc for span in query.gold}, query.id


def test_documents_are_the_sample_articles_in_two_languages(dataset: CorpusSet) -> None:
    assert set(dataset.languages.values()) == {"en", "zh"}
    seeds = {path.stem for path in (SAMPLES.parents[2] / "seeds").iterdir() if path.suffix in (".md", ".txt")}
    assert set(dataset.languages) == seeds
    rows = [json.loads(line) for line in (SAMPLES / "corpus.jsonl").read_text("utf-8").splitlines()]
    assert [row["_id"] for row in rows] == sorted(seeds)
