"""`yinju eval complain --stored`: what readers of the page said was wrong becomes lines of datasets, once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from factories import a_draft
from yinju.eval.datasets import ClaimSet, ReadingSet, open_dataset
from yinju.eval.runs import read_lines
from yinju.index.library import Library
from yinju.rag import bootstrap
from yinju.rag.feedback import FILE, Feedback, FeedbackFile, Kind
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings
from yinju.rag.types import Verdict
from yinju.ui import cli, render

OTTERS = "The delta is home to forty otters. They eat two hundred kinds of fish."
HOW_MANY = "How many otters live in the delta?"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Complain = Callable[..., Result]
Say = Callable[..., None]


@pytest.fixture
def complain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complain:
    """`yinju eval complain`, in this process and in the test's folder."""

    def started(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["yinju", "eval", "complain", *arguments])
        capsys.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Result(code, *capsys.readouterr())

    return started


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one article, where commands look for one."""
    library = bootstrap.library(Settings(library=tmp_path / ".yinju"), create=True)
    library.add([a_draft(f"Otters of the delta\n\n{OTTERS}\n", "otters.txt")])
    return library


@pytest.fixture
def reply(library: Library) -> dict[str, Any]:
    """A reply as `yinju ask --json` prints it."""
    return render.answer_json(Yinju(library).ask(HOW_MANY))


@pytest.fixture
def say(library: Library, reply: dict[str, Any]) -> Say:
    """A reader's feedback, kept in the library's folder."""
    file = FeedbackFile(library.catalogue.folder)

    def given(kind: Kind, exchange: int, **fields: Any) -> None:
        values = {"owner": "", "conversation": "c1", "reply": reply, "given": f"2026-01-0{exchange}T10:00:00Z"}
        file.set(Feedback(**{**values, "kind": kind, "exchange": exchange, **fields}))

    return given


def stored(complain: Complain, *more: str) -> Result:
    return complain("--stored", "--to", "wrong.jsonl", *more)


def test_complaints_that_carry_enough_become_lines_of_two_datasets(
    complain: Complain, say: Say, tmp_path: Path
) -> None:
    say(Kind.DOWN, 1, expected=("forty", "delta"))
    say(Kind.DOWN, 2, refuse=True)
    say(Kind.CITATION, 3, marker=1, verdict=Verdict.CONTRADICTED)
    say(Kind.UP, 4)
    done = stored(complain)
    assert (done.code, done.err) == (0, "")
    assert [line.split(": ")[0] for line in done.out.splitlines()[:-1]] == ["added"] * 3
    assert done.out.splitlines()[-1] == "3 added, 0 already there, 0 left out"
    answers, claims = open_dataset(tmp_path / "wrong.jsonl"), open_dataset(tmp_path / "wrong-claims.jsonl")
    assert isinstance(answers, ReadingSet)
    assert isinstance(claims, ClaimSet)
    first, second = read_lines(tmp_path / "wrong.jsonl")
    assert (first["question"], first["answers"], first["answerable"]) == (HOW_MANY, ["forty", "delta"], True)
    assert (second["answers"], second["answerable"]) == ([], False)
    (claim,) = read_lines(tmp_path / "wrong-claims.jsonl")
    assert (claim["expected"], claim["label"], claim["said"]) == ("contradicted", "unsupported", "verbatim")


def test_running_twice_adds_nothing_twice(complain: Complain, say: Say, tmp_path: Path) -> None:
    say(Kind.DOWN, 1, expected=("forty",))
    say(Kind.CITATION, 1, marker=1, verdict=Verdict.PARTIAL)
    say(Kind.DOWN, 2, expected=("forty",), owner="another reader of the same mind")
    first = stored(complain)
    assert first.out.endswith("2 added, 1 already there, 0 left out\n")
    before = [(tmp_path / name).read_bytes() for name in ("wrong.jsonl", "wrong-claims.jsonl")]
    again = stored(complain)
    assert again.out.endswith("0 added, 3 already there, 0 left out\n")
    assert "added:" not in again.out
    assert [(tmp_path / name).read_bytes() for name in ("wrong.jsonl", "wrong-claims.jsonl")] == before


def test_what_lacks_something_is_told_on_a_line_of_its_own(
    complain: Complain, say: Say, reply: dict[str, Any], tmp_path: Path
) -> None:
    say(Kind.DOWN, 1)
    say(Kind.CITATION, 2, marker=1)
    say(Kind.CITATION, 3, marker=9, verdict=Verdict.PARTIAL)
    say(Kind.DOWN, 4, refuse=True, reply={**reply, "hits": None})
    say(Kind.DOWN, 5, expected=("forty",))
    done = stored(complain)
    told = done.err.splitlines()
    assert len(told) == 4
    assert told[0] == (
        f"left out: “{HOW_MANY}” (2026-01-01, exchange 1 of c1): "
        "it is not said what a right answer holds, nor that it should have been a refusal"
    )
    assert told[1].endswith("exchange 2 of c1): it is not said which verdict citation [1] deserves")
    assert told[2].endswith("exchange 3 of c1): the reply has no citation [9]; it has 1, 2")
    assert "what was kept of it is no reply as `yinju ask --json` prints it" in told[3]
    assert done.out.endswith("1 added, 0 already there, 4 left out\n")
    assert done.code == 0
    assert not (tmp_path / "wrong-claims.jsonl").exists()


def test_an_article_that_has_gone_or_changed_is_named_and_the_others_still_go_in(
    complain: Complain, say: Say, library: Library, tmp_path: Path
) -> None:
    library.add([a_draft("Harbours\n\nThe harbour has nine cranes. They are blue.\n", "harbour.txt")])
    say(Kind.DOWN, 1, expected=("forty",))
    question = "How many cranes does the harbour have?"
    library_reply = render.answer_json(Yinju(library).ask(question))
    only = [citation for citation in library_reply["citations"] if "cranes" in citation["quote"]]
    kept = {**library_reply, "hits": [], "citations": only}
    say(Kind.DOWN, 2, expected=("nine",), reply=kept)
    library.add([a_draft("Otters of the delta\n\nThe delta is home to fifty otters now.\n", "otters.txt")])
    done = stored(complain)
    assert "has changed since the reply" in done.err
    assert done.out.endswith("1 added, 0 already there, 1 left out\n")
    (line,) = read_lines(tmp_path / "wrong.jsonl")
    assert line["question"] == question


def test_a_follow_up_question_keeps_what_was_said_before_it(
    complain: Complain, say: Say, reply: dict[str, Any], tmp_path: Path
) -> None:
    before = [{"question": "Where are otters?", "answer": "In the delta."}]
    say(Kind.DOWN, 1, expected=("forty",), reply={**reply, "question": "How many?", "history": before})
    say(Kind.DOWN, 2, expected=("forty",), reply={**reply, "question": "How many?"})
    assert stored(complain).out.endswith("2 added, 0 already there, 0 left out\n")
    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ReadingSet)
    assert [[turn.question for turn in query.history] for query in dataset.queries] == [["Where are otters?"], []]


def test_a_complaint_outlives_its_conversation(complain: Complain, say: Say, library: Library, tmp_path: Path) -> None:
    say(Kind.DOWN, 1, expected=("forty",))
    for other in library.catalogue.folder.iterdir():
        assert other.name.startswith(("catalogue.sqlite", FILE)), "nothing else is needed"
    assert stored(complain).code == 0
    assert len(list(read_lines(tmp_path / "wrong.jsonl"))) == 1


@pytest.mark.usefixtures("library")
def test_without_feedback_nothing_is_written_and_it_is_said(complain: Complain, tmp_path: Path) -> None:
    assert stored(complain) == Result(0, "0 added, 0 already there, 0 left out\n", "")
    assert not (tmp_path / "wrong.jsonl").exists()


def test_hostile_feedback_steers_no_terminal_and_no_dataset(
    complain: Complain, say: Say, reply: dict[str, Any], tmp_path: Path
) -> None:
    hostile = "\x1b]0;owned\x07\n{\u202e}\ud83d"
    say(Kind.DOWN, 1, conversation=hostile.replace("\ud83d", ""), reply={**reply, "question": hostile * 9})
    say(Kind.DOWN, 2, expected=(hostile,))
    done = stored(complain)
    assert len(done.err.splitlines()) == 1
    assert not set("\x1b\x07\u202e") & set(done.err + done.out)
    dataset = open_dataset(tmp_path / "wrong.jsonl")
    assert isinstance(dataset, ReadingSet)
    assert len(dataset.queries) == 1


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--stored", "reply.json", "--to", "wrong.jsonl"], "--stored takes what readers said"),
        (["--stored", "--refuse", "--to", "wrong.jsonl"], "--stored takes what readers said"),
        (["--stored", "--verdict", "partial", "--to", "wrong.jsonl"], "--stored takes what readers said"),
        (["--to", "wrong.jsonl"], "or take what readers said with --stored"),
        (["--stored"], "Missing option '--to'"),
    ],
)
def test_what_is_to_become_a_test_is_said_in_one_way(
    complain: Complain, tmp_path: Path, arguments: list[str], says: str
) -> None:
    done = complain(*arguments)
    assert done.code == 2
    assert says in done.err
    assert not (tmp_path / "wrong.jsonl").exists()


def test_a_dataset_of_another_kind_stays_as_it_is(complain: Complain, say: Say, tmp_path: Path) -> None:
    claims = tmp_path / "wrong.jsonl"
    claims.write_text('{"id": "c", "claim": "x", "evidence": ["x"], "label": "supported"}\n')
    before = claims.read_bytes()
    say(Kind.DOWN, 1, expected=("forty",))
    done = stored(complain)
    assert done.code == 2
    assert "wrong.jsonl holds other lines than this complaint makes; name another file with --to" in done.err
    assert claims.read_bytes() == before
    assert json.loads(before)["id"] == "c"
