"""Complaints: a wrong reply becomes a line of a dataset that can be asked again without the library it came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factories import a_citation, an_article, library_of
from fakes import FakeEncoder
from yinju.eval import experiment, scoring
from yinju.eval.answering import ReadingAsker
from yinju.eval.complaints import append, read_reply, wrong_answer, wrong_verdict
from yinju.eval.datasets import ClaimSet, ReadingSet, open_dataset
from yinju.eval.errors import DatasetInvalid
from yinju.eval.runs import ANSWERS, METRICS, Run, write_lines
from yinju.eval.setup import Setup
from yinju.eval.types import Document
from yinju.eval.workspace import Workspace
from yinju.index.encoders.profile import profile_of
from yinju.index.errors import UsageError
from yinju.index.fusion import Ranking
from yinju.index.types import Hit
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings
from yinju.rag.types import Answer, Statement, Verdict
from yinju.ui.render import answer_json

PORT = an_article("The port has 600 cranes. It opened in 1995.", "memory:port", title="The port")
DELTA = an_article("三角洲有六百只水獭。", "memory:delta", language="zh")
ARTICLES = {article.id: article for article in (PORT, DELTA)}
FIRST, SECOND = "The port has 600 cranes.", "三角洲有六百只水獭。"

REPLY = read_reply(
    json.dumps(
        answer_json(
            Answer(
                "How many cranes?", "en", f"{FIRST} [1] Otters too. [2][1]", False, None, "quotes",
                statements=(Statement(FIRST, (1,)), Statement("Otters too.", (2, 1))),
                citations=(
                    a_citation(PORT, FIRST, 1, Verdict.VERBATIM),
                    a_citation(DELTA, SECOND, 2, Verdict.SUPPORTED),
                ),
                hits=tuple(Hit(article.id, 0, 5, article.language, 1.0, 1) for article in (DELTA, PORT, DELTA)),
            )
        ),
        ensure_ascii=False,
    ),
    "reply.json",
)  # fmt: skip
REFUSAL = {**REPLY, "answer": "No article says so.", "refused": True, "statements": [], "citations": []}


def only_line(path: Path) -> dict[str, Any]:
    (line,) = path.read_text("utf-8").splitlines()
    return dict(json.loads(line))


def a_hit(id_: str) -> dict[str, Any]:
    return {"article_id": id_, "start": 0, "end": 5, "score": 1.0, "rank": 1}


# what was expected


def test_an_expected_answer_becomes_a_reading_question_with_whole_articles(tmp_path: Path) -> None:
    append(wrong_answer(REPLY, ["600", "CRANES"], ARTICLES.get), tmp_path / "wrong.jsonl")
    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ReadingSet)
    (query,) = dataset.queries
    assert (query.text, query.language, query.answerable) == ("How many cranes?", "en", True)
    assert query.parts == (("600",), ("CRANES",)), "all are needed"
    assert query.documents == (Document(PORT.id, PORT.text, "The port"), Document(DELTA.id, DELTA.text))
    assert query.relevant == {PORT.id: 1}, "the article that holds it, in whatever case"
    assert query.slices == ("complaint",)


def test_a_reply_that_should_have_been_a_refusal_becomes_a_question_without_an_answer(tmp_path: Path) -> None:
    append(wrong_answer(REPLY, [], ARTICLES.get), tmp_path / "wrong.jsonl")
    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ReadingSet)
    (query,) = dataset.queries
    assert (query.answerable, query.parts, query.relevant) == (False, (), {})
    assert len(query.documents) == 2


def test_a_refusal_that_should_have_been_an_answer_brings_what_was_found(tmp_path: Path) -> None:
    line = wrong_answer(REFUSAL, ["六百"], ARTICLES.get)
    assert [passage["id"] for passage in line["passages"]] == [DELTA.id, PORT.id]
    assert line["gold_passages"] == [DELTA.id]
    assert line["said"] == "No article says so."


def test_an_answer_that_no_article_holds_can_be_expected_all_the_same(tmp_path: Path) -> None:
    line = wrong_answer(REPLY, ["seven hundred"], ARTICLES.get)
    assert line["gold_passages"] == []
    assert append(line, tmp_path / "wrong.jsonl")
    assert isinstance(open_dataset(tmp_path / "wrong.jsonl"), ReadingSet)


def test_articles_that_are_cited_come_before_those_that_were_only_found() -> None:
    others = {f"a{number}": an_article(f"Text {number}.", f"memory:{number}") for number in range(20)}
    reply = {**REPLY, "hits": [a_hit(id_) for id_ in others]}
    ids = [passage["id"] for passage in wrong_answer(reply, ["600"], (ARTICLES | others).get)["passages"]]
    assert ids[:2] == [PORT.id, DELTA.id]
    assert len(ids) == 10


def test_a_wrong_verdict_becomes_a_claim_with_its_quote(tmp_path: Path) -> None:
    append(wrong_verdict(REPLY, 2, Verdict.UNSUPPORTED, ARTICLES.get), tmp_path / "wrong.jsonl")
    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ClaimSet)
    (claim,) = dataset.claims
    assert (claim.text, claim.evidence, claim.supported) == ("Otters too.", (SECOND,), False)
    kept = only_line(tmp_path / "wrong.jsonl")
    assert (kept["expected"], kept["said"]) == ("unsupported", "supported")
    assert (kept["article"], kept["sha256"]) == (DELTA.id, DELTA.sha256)


def test_a_citation_of_two_statements_stands_behind_both() -> None:
    assert wrong_verdict(REPLY, 1, Verdict.PARTIAL, ARTICLES.get)["claim"] == f"{FIRST} Otters too."


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        (Verdict.VERBATIM, "supported"),
        (Verdict.SUPPORTED, "supported"),
        (Verdict.PARTIAL, "unsupported"),
        (Verdict.CONTRADICTED, "unsupported"),
        (Verdict.UNSUPPORTED, "unsupported"),
    ],
)
def test_only_a_verdict_of_full_support_is_labelled_supported(verdict: Verdict, label: str) -> None:
    assert wrong_verdict(REPLY, 1, verdict, ARTICLES.get)["label"] == label


# asked again


def test_a_real_reply_is_asked_again_from_the_line_alone(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    library = library_of(tmp_path / "library", encoder, "The port has 600 cranes.", "The delta has forty otters.")
    question = "How many cranes does the port have?"
    reply = read_reply(json.dumps(answer_json(Yinju(library).ask(question))), "-")
    append(wrong_answer(reply, ["600"], library.article), tmp_path / "wrong.jsonl")
    library.remove([hit["article_id"] for hit in reply["hits"]])

    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ReadingSet)
    workspace = Workspace(tmp_path / "cache", encoder, "fake", profile_of(encoder))
    asked = [ReadingAsker(workspace, "quotes", None, Ranking()).ask(query) for query in dataset.queries]
    (tmp_path / "run").mkdir()
    write_lines(tmp_path / "run" / ANSWERS, [one.line for one in asked])
    scoring.score_queries(dataset, tmp_path / "run", {"dataset": "wrong@1"}, 0)
    run = Run.read(tmp_path / "run")
    assert run.measures["containment accuracy"]["all"]["mean"] == 1
    assert run.measures["containment accuracy"]["complaint"]["n"] == 1
    assert "600" in run.questions[0]["answer"]


def test_a_wrong_verdict_is_judged_again(tmp_path: Path) -> None:
    append(wrong_verdict(REPLY, 2, Verdict.VERBATIM, ARTICLES.get), tmp_path / "wrong.jsonl")
    run = experiment.run(open_dataset(tmp_path / "wrong.jsonl"), tmp_path / "run", Setup(), Settings())
    assert run.questions[0]["question"] == "Otters too."
    assert run.questions[0]["expected"] == {"supported": True}
    assert (tmp_path / "run" / METRICS).is_file()


# one file, many complaints


def test_the_same_complaint_is_added_once(tmp_path: Path) -> None:
    line = wrong_answer(REPLY, ["600"], ARTICLES.get)
    assert append(line, tmp_path / "wrong.jsonl") is True
    before = (tmp_path / "wrong.jsonl").read_bytes()
    assert append(line, tmp_path / "wrong.jsonl") is False
    assert (tmp_path / "wrong.jsonl").read_bytes() == before


def test_different_complaints_share_a_file_in_the_order_they_came(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    for expected in (["600"], ["600", "cranes"], [], ["六百"]):
        assert append(wrong_answer(REPLY, expected, ARTICLES.get), path)
    assert append(wrong_answer({**REPLY, "question": "And otters?"}, ["600"], ARTICLES.get), path)
    dataset = open_dataset(path)
    assert isinstance(dataset, ReadingSet)
    assert [len(query.parts) for query in dataset.queries] == [1, 2, 0, 1, 1]
    assert dataset.queries[-1].text == "And otters?"


def test_verdicts_of_several_citations_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    assert append(wrong_verdict(REPLY, 1, Verdict.PARTIAL, ARTICLES.get), path)
    assert append(wrong_verdict(REPLY, 2, Verdict.PARTIAL, ARTICLES.get), path)
    assert not append(wrong_verdict(REPLY, 1, Verdict.PARTIAL, ARTICLES.get), path)
    dataset = open_dataset(path)
    assert isinstance(dataset, ClaimSet)
    assert len(dataset.claims) == 2


def test_lines_that_somebody_wrote_by_hand_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    by_hand = '{"id":"mine",  "question": "Why?", "passages": [{"id": 1, "text": "因为。"}]}'
    path.write_text(f"{by_hand}\n\n{by_hand.replace('mine', 'too')}", "utf-8")  # and no line end
    append(wrong_answer(REPLY, ["600"], ARTICLES.get), path)
    assert path.read_text("utf-8").startswith(f"{by_hand}\n\n{by_hand.replace('mine', 'too')}\n{{")
    dataset = open_dataset(path)
    assert isinstance(dataset, ReadingSet)
    assert len(dataset.queries) == 3


@pytest.mark.parametrize("claims_first", [True, False])
def test_reading_and_claim_lines_do_not_share_a_file(tmp_path: Path, claims_first: bool) -> None:
    path = tmp_path / "wrong.jsonl"
    lines = [wrong_verdict(REPLY, 1, Verdict.PARTIAL, ARTICLES.get), wrong_answer(REPLY, ["600"], ARTICLES.get)]
    first, second = lines if claims_first else reversed(lines)
    append(first, path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=f"{path} holds other lines than this complaint makes; name another file"):
        append(second, path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_and_a_broken_file_are_named(tmp_path: Path) -> None:
    line = wrong_answer(REPLY, ["600"], ARTICLES.get)
    with pytest.raises(DatasetInvalid, match="nowhere: no such folder; make it"):
        append(line, tmp_path / "nowhere" / "wrong.jsonl")
    (tmp_path / "torn.jsonl").write_text('{"id": "1", "passages"')
    with pytest.raises(DatasetInvalid, match=r"torn\.jsonl:1: not valid JSON"):
        append(line, tmp_path / "torn.jsonl")


# what cannot be


def test_an_article_that_is_gone_is_named() -> None:
    left, message = {DELTA.id: DELTA}, f"the article {PORT.id} of the reply is not in this library"
    with pytest.raises(UsageError, match=message):
        wrong_answer(REPLY, ["600"], left.get)
    with pytest.raises(UsageError, match=message):
        wrong_verdict(REPLY, 1, Verdict.PARTIAL, left.get)


def test_an_article_that_has_changed_since_is_named() -> None:
    changed = ARTICLES | {PORT.id: an_article("The port has 700 cranes.", "memory:port")}
    message = f"the article {PORT.id} has changed since the reply; ask again"
    with pytest.raises(UsageError, match=message):
        wrong_answer(REPLY, ["600"], changed.get)
    with pytest.raises(UsageError, match=message):
        wrong_verdict(REPLY, 1, Verdict.PARTIAL, changed.get)


def test_an_article_that_is_not_cited_may_go_or_change_without_harm_to_another_citation() -> None:
    assert wrong_verdict(REPLY, 1, Verdict.PARTIAL, {PORT.id: PORT}.get)["article"] == PORT.id


def test_an_unknown_marker_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no citation \[7\]; it has 1, 2"):
        wrong_verdict(REPLY, 7, Verdict.PARTIAL, ARTICLES.get)
    with pytest.raises(UsageError, match=r"no citation \[1\]; it has none"):
        wrong_verdict(REFUSAL, 1, Verdict.PARTIAL, ARTICLES.get)


def test_a_reply_that_names_no_article_cannot_be_asked_again() -> None:
    with pytest.raises(UsageError, match="names no article"):
        wrong_answer({**REFUSAL, "hits": []}, ["600"], ARTICLES.get)


@pytest.mark.parametrize("expected", ["", "  "])
def test_an_answer_without_anything_in_it_is_refused_before_it_spoils_the_dataset(expected: str) -> None:
    with pytest.raises(UsageError):
        wrong_answer(REPLY, [expected], ARTICLES.get)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '"yes"', "600", "{}", '{"question": "How many?"}'])
def test_what_is_no_reply_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UsageError, match=r"^reply.json is no reply as `yinju ask --json` prints it \("):
        read_reply(text, "reply.json")


@pytest.mark.parametrize(("field", "content"), [("citations", [{}]), ("citations", None), ("hits", [{"rank": 1}])])
def test_a_reply_whose_parts_are_broken_is_none_either(field: str, content: Any) -> None:
    with pytest.raises(UsageError):
        wrong_answer(read_reply(json.dumps({**REPLY, field: content}), "reply.json"), ["600"], ARTICLES.get)
