"""A run that was killed goes on where it was, and one of another setup does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_sets import CLAIMS, READING, a_corpus, a_file, count, files, run

from yinju.eval import signature
from yinju.eval.journal import FILE, Journal

TESTS = Path(__file__).resolve().parents[2]

KILLED = """
import os, signal, sys
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.eval import experiment
from yinju.eval.datasets import open_dataset
from yinju.eval.setup import Setup
from yinju.index.encoders import bundled
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings

where, dataset, out, cache = sys.argv[1:]
done = 0

def dying(what, after):
    def called(*arguments, **named):
        global done
        if done == after:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return what(*arguments, **named)
    return called

if where == "asking":
    Yinju.stream = dying(Yinju.stream, 3)
elif where == "judging":
    experiment.judge = dying(experiment.judge, 2)
else:
    FakeEncoder.encode = dying(FakeEncoder.encode, 0)
bundled.BundledEncoder = FakeEncoder
experiment.run(open_dataset(Path(dataset)), Path(out), Setup(), Settings(cache=Path(cache)))
"""


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("where", "kind", "torn"),
    [
        ("asking", "corpus", b'{"id": "q4", "line": {"ans'),
        ("asking", "reading", b""),
        ("adding", "corpus", b""),
        ("judging", "claims", b"\x00\x00"),
    ],
)
def test_a_killed_run_goes_on_and_loses_one_question_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, kind: str, torn: bytes
) -> None:
    path = {
        "corpus": lambda: a_corpus(tmp_path / "tiny"),
        "reading": lambda: a_file(tmp_path / "tiny.jsonl", READING),
        "claims": lambda: a_file(tmp_path / "tiny.jsonl", CLAIMS),
    }[kind]()
    whole = run(path, tmp_path / "whole", tmp_path / "another cache")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, where, str(path), str(tmp_path / "out"), str(tmp_path / "cache")],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / "metrics.json").exists(), "a run that is not finished is not taken for one"
    done = 0
    if where != "adding":
        journal = tmp_path / "out" / FILE
        done = journal.read_bytes().count(b"\n") - 1
        journal.write_bytes(journal.read_bytes() + torn)
        assert done == {"asking": 3, "judging": 2}[where]

    asked = count(monkeypatch)
    signature.program.cache_clear()  # the checkout may be edited while tests run
    again = run(path, tmp_path / "out", tmp_path / "cache")
    assert files(again.out) == files(whole.out)
    assert len(asked) == len(whole.run.questions) - done
    assert again.told == whole.told


@pytest.mark.usefixtures("fake")
def test_a_journal_of_another_setup_or_dataset_is_not_gone_on_with(tmp_path: Path) -> None:
    path = a_file(tmp_path / "tiny.jsonl", READING[:2])
    whole = run(path, tmp_path / "whole", tmp_path / "cache")
    journal = Journal(
        tmp_path / "out", {"signature": {**whole.run.signature, "without": "lexical"}, "program": "another"}
    )
    journal.add({"id": "r 1", "line": {**whole.answers["r 1"], "answer": "spoiled"}, "run": {}, "ms": {}})
    journal.close()
    assert files(run(path, tmp_path / "out", tmp_path / "cache").out) == files(whole.out)
