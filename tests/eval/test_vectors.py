"""Kept vectors: the same to the bit for ever, made once, and safe among threads, processes and kills."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from fakes import FakeEncoder
from yinju.eval.vectors import KeptEncoder
from yinju.index.encoders.types import Encoder, Role, Vectors

TESTS = Path(__file__).resolve().parents[1]
TEXTS = ["Forty otters.", "三角洲住着四十只水獭。", "", "a\x00b", "half \ud83d", "𠮷" * 300]

PROCESS = """
import hashlib, os, signal, sys
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.eval.vectors import KeptEncoder

class Mortal(FakeEncoder):
    calls = 0
    def encode(self, texts, role):
        self.calls += 1
        if self.calls > int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, role)

engine = Mortal()
kept = KeptEncoder(Path(sys.argv[1]), engine.model, engine.dimensions, lambda: engine, lambda: engine)
print("ready", flush=True)
sys.stdin.readline()
total = hashlib.sha256()
for batch in range(int(sys.argv[3])):
    total.update(kept.encode([f"text {i}" for i in range(batch, batch + 10)], "passage").tobytes())
print(total.hexdigest())
"""


class RoleEncoder(FakeEncoder):
    """An encoder that reads questions and passages differently, as E5 does."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        return super().encode([f"{role} {text}" for text in texts], role)


def kept(path: Path, engine: Encoder, questions: Encoder | None = None) -> KeptEncoder:
    return KeptEncoder(path, engine.model, engine.dimensions, lambda: engine, lambda: questions or engine)


def never() -> Encoder:
    raise AssertionError("no engine is needed")


def process(path: Path, *, calls: int = 10**9, batches: int = 40) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(path), str(calls), str(batches)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )


def start(processes: Sequence[subprocess.Popen[str]]) -> None:
    """Let processes that have opened the file begin together."""
    for one in processes:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])


@pytest.mark.parametrize("role", ["passage", "question"])
def test_a_kept_vector_is_the_one_that_was_made_bit_for_bit(tmp_path: Path, role: Role) -> None:
    first = kept(tmp_path / "deep" / "vectors.sqlite", RoleEncoder()).encode(TEXTS, role)
    assert first.shape == (len(TEXTS), 384)
    assert first.dtype == np.float32
    again = KeptEncoder(tmp_path / "deep" / "vectors.sqlite", "m", 384, never, never).encode(TEXTS, role)
    assert again.tobytes() == first.tobytes()
    np.testing.assert_allclose(first, RoleEncoder().encode(TEXTS, role), atol=1e-3)


def test_vectors_of_the_real_encoder_are_kept_bit_for_bit(tmp_path: Path, encoder: Encoder) -> None:
    texts = ["The delta is home to forty otters.", "三角洲住着四十只水獭。"]
    first = kept(tmp_path / "vectors.sqlite", encoder).encode(texts, "passage")
    again = KeptEncoder(tmp_path / "vectors.sqlite", "m", 384, never, never).encode(texts[::-1], "passage")
    assert again[::-1].tobytes() == first.tobytes()
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-3)


def test_the_engine_is_asked_for_new_texts_only(tmp_path: Path) -> None:
    engine = FakeEncoder()
    encoder = kept(tmp_path / "vectors.sqlite", engine)
    encoder.encode(["a", "b"], "passage")
    assert engine.encoded == 2
    vectors = encoder.encode(["b", "c", "a", "c", "b"], "passage")
    assert engine.encoded == 3, "c, once"
    np.testing.assert_array_equal(vectors[0], vectors[4])
    np.testing.assert_array_equal(vectors[1], vectors[3])
    np.testing.assert_allclose(vectors, FakeEncoder().encode(["b", "c", "a", "c", "b"], "passage"), atol=1e-3)


def test_a_question_and_a_passage_of_the_same_text_are_two_things(tmp_path: Path) -> None:
    passages, questions = RoleEncoder(), RoleEncoder()
    encoder = kept(tmp_path / "vectors.sqlite", passages, questions)
    asked, held = encoder.encode(["otters"], "question"), encoder.encode(["otters"], "passage")
    assert not np.array_equal(asked, held)
    assert (passages.encoded, questions.encoded) == (1, 1)
    np.testing.assert_array_equal(encoder.encode(["otters"], "question"), asked)


def test_more_texts_than_one_statement_looks_up_come_in_their_order(tmp_path: Path) -> None:
    engine = FakeEncoder()
    encoder, texts = kept(tmp_path / "vectors.sqlite", engine), [f"text {i}" for i in range(1_203)]
    first = encoder.encode(texts, "passage")
    np.testing.assert_array_equal(encoder.encode(texts[::-1], "passage"), first[::-1])
    assert engine.encoded == len(texts)


def test_no_text_gives_no_vector(tmp_path: Path) -> None:
    assert KeptEncoder(tmp_path / "vectors.sqlite", "m", 384, never, never).encode([], "passage").shape == (0, 384)


def test_an_engine_that_fails_leaves_what_is_kept(tmp_path: Path) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts: Sequence[str], role: Role) -> Vectors:
            raise MemoryError("no room")

    path = tmp_path / "vectors.sqlite"
    first = kept(path, FakeEncoder()).encode(["a"], "passage")
    with pytest.raises(MemoryError):
        kept(path, Failing()).encode(["a", "b"], "passage")
    engine = FakeEncoder()
    np.testing.assert_array_equal(kept(path, engine).encode(["a", "b"], "passage")[0], first[0])
    assert engine.encoded == 1


def test_threads_that_open_and_write_a_new_file_at_once_all_get_their_vectors(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    texts = [f"text {i}" for i in range(60)]
    wanted = FakeEncoder().encode(texts, "passage").astype(np.float16)

    def work(number: int) -> bool:
        own = texts[number:] + texts[:number]
        together.wait()
        encoder = kept(tmp_path / "vectors.sqlite", FakeEncoder())
        found = np.concatenate([encoder.encode(own[at : at + 7], "passage") for at in range(0, 60, 7)])
        return np.array_equal(np.roll(found, number, axis=0), wanted.astype(np.float32))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [True] * 8
    assert rows(tmp_path / "vectors.sqlite") == 60


def test_a_file_that_another_run_is_just_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE something (column)")
    done = threading.Timer(0.2, other.execute, ["COMMIT"])
    done.start()
    try:
        assert kept(path, FakeEncoder()).encode(["a"], "passage").shape == (1, 384)
    finally:
        done.join()
        other.close()


def test_processes_that_write_at_once_all_get_the_same_vectors(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    running = [process(path) for _ in range(3)]
    start(running)
    results = [one.communicate(timeout=60)[0].strip() for one in running]
    assert len(set(results)) == 1
    alone = hashlib.sha256()
    encoder = kept(tmp_path / "other.sqlite", FakeEncoder())
    for batch in range(40):
        alone.update(encoder.encode([f"text {i}" for i in range(batch, batch + 10)], "passage").tobytes())
    assert results[0] == alone.hexdigest()
    assert rows(path) == 49


def test_after_a_kill_while_encoding_what_was_kept_is_there(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    killed = process(path, calls=3)
    killed.communicate("go\n", timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert rows(path) == 12, "three batches that overlap: ten texts, and one more each"
    engine = FakeEncoder()
    kept(path, engine).encode([f"text {i}" for i in range(14)], "passage")
    assert engine.encoded == 2


def test_after_a_kill_while_writing_the_file_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    writing = process(path, batches=10**9)
    start([writing])
    while rows(path) < 60:
        time.sleep(0.01)
        assert writing.poll() is None
    writing.kill()
    writing.communicate(timeout=60)
    count = rows(path)
    texts = [f"text {i}" for i in range(count + 5)]
    engine = FakeEncoder()
    vectors = kept(path, engine).encode(texts, "passage")
    assert engine.encoded == 5
    np.testing.assert_allclose(vectors, FakeEncoder().encode(texts, "passage"), atol=1e-3)
