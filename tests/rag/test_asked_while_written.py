"""Thirty-two people ask while articles are added, changed and removed by others: every answer is of one state."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index.library import Library
from yinju.index.repairing import verify
from yinju.index.types import article_id
from yinju.rag import Yinju
from yinju.rag.pipeline import Answered, EvidenceFound

TESTS = str(Path(__file__).resolve().parents[1])
QUESTION = "How many otters did the river station and the harbour station count?"
TURNS = 12

_WRITER = f"""
import sys; sys.path.insert(0, {TESTS!r})
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_asked_while_written import write
write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
"""


def text(place: str, pair: str, version: int) -> str:
    return f"The {place} station of {pair} counted {version} otters. It was their count number {version}."


def write(folder: Path, pair: str, turns: int) -> None:
    """Change two articles together, turn by turn; every third turn remove both first."""
    library = Library.open(folder, FakeEncoder())
    for version in range(1, turns + 1):
        if version % 3 == 0:
            library.remove([article_id(f"{pair}:river"), article_id(f"{pair}:harbour")])
        library.add(
            [a_draft(text(place, pair, version), f"{pair}:{place}") for place in ("river", "harbour")], clean=False
        )
        time.sleep(0.1)


def version_of(quoted: str) -> tuple[str, int]:
    found = re.search(r"of (\w+) counted (\d+)", quoted)
    assert found is not None, quoted
    return found[1], int(found[2])


class Asker:
    """Asks until told to stop, and judges every answer."""

    def __init__(self, engine: Yinju, possible: dict[str, str], stop: threading.Event) -> None:
        self.engine, self.possible, self.stop = engine, possible, stop
        self.versions: set[tuple[str, int]] = set()
        self.answered = 0
        self.trouble: str | None = None

    def __call__(self) -> None:
        try:
            while not self.stop.is_set():
                self._ask()
                self.stop.wait(0.1)  # or the thread that writes would wait for its turn most of the time
        except Exception as error:  # noqa: BLE001 - whatever an asker meets is a trouble
            self.trouble = repr(error)
            self.stop.set()

    def _ask(self) -> None:
        evidence, answered = None, None
        for event in self.engine.stream(QUESTION):
            evidence = event.evidence if isinstance(event, EvidenceFound) else evidence
            answered = event.answer if isinstance(event, Answered) else answered
        assert answered is not None
        assert evidence is not None
        for citation in answered.citations:
            source = self.possible[citation.sha256]  # a version that was really committed
            assert source[citation.start : citation.end] == citation.quote
            assert f"[{citation.marker}]" in answered.answer
        seen = {version_of(item.article.text) for item in evidence}
        assert len(seen) == len({pair for pair, _ in seen}), f"two versions of a pair in one state: {seen}"
        known = {item.article.id for item in evidence}
        assert {citation.article_id for citation in answered.citations} <= known
        assert {hit.article_id for hit in answered.hits} >= known
        plain = self.engine.ask(QUESTION)
        assert all(self.possible[c.sha256][c.start : c.end] == c.quote for c in plain.citations)
        self.versions |= seen
        self.answered += not answered.refused


@pytest.mark.slow
def test_thirty_two_people_ask_while_a_thread_and_a_process_write(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library = library_of(folder, FakeEncoder(), text("river", "always", 0), text("harbour", "always", 0))
    possible = {
        hashlib.sha256(text(place, pair, version).encode()).hexdigest(): text(place, pair, version)
        for place in ("river", "harbour")
        for pair in ("always", "near", "far")
        for version in range(TURNS + 1)
    }
    stop = threading.Event()
    engine = Yinju(library)
    askers = [Asker(engine, possible, stop) for _ in range(32)]
    people = [threading.Thread(target=asker) for asker in askers]
    elsewhere = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder), "far", str(TURNS)], stderr=subprocess.PIPE, text=True
    )
    for person in people:
        person.start()
    write(folder, "near", TURNS)
    _, said = elsewhere.communicate(timeout=120)
    deadline = time.monotonic() + 60
    while not stop.is_set() and time.monotonic() < deadline and not all(asker.answered for asker in askers):
        time.sleep(0.05)
    stop.set()
    for person in people:
        person.join()
    assert elsewhere.returncode == 0, said
    assert [asker.trouble for asker in askers if asker.trouble] == []
    assert all(asker.answered for asker in askers)
    seen = set().union(*(asker.versions for asker in askers))
    assert len({version for pair, version in seen if pair == "near"}) > 1, "nobody saw a change of the thread"
    assert len({version for pair, version in seen if pair == "far"}) > 1, "nobody saw a change of the process"
    assert verify(folder).well
