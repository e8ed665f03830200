"""Answers written by a real 1.5 B model from a GGUF file, over the sample articles."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from factories import an_article, evidence_for
from yinju.index.library import Library
from yinju.rag import Yinju, llama, models
from yinju.rag.events import Answered, EvidenceFound, StatementWritten
from yinju.rag.settings import Settings
from yinju.rag.types import Origin, Verdict
from yinju.rag.understand import understand
from yinju.rag.verify.sentence import CHINESE, language_of

MODEL = Path(
    os.environ.get("YINJU_TEST_GGUF", "~/.cache/yinju-llm/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
).expanduser()

pytestmark = [
    pytest.mark.llm,
    pytest.mark.skipif(not MODEL.is_file(), reason="needs a GGUF file of an instruction model, see YINJU_TEST_GGUF"),
    pytest.mark.skipif(find_spec("xllamacpp") is None, reason="needs the extra `llm`"),
]
SETTINGS = Settings(llm_model=str(MODEL), llm_timeout=240)  # a machine may be busy
CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"


@pytest.fixture(scope="module")
def engine(samples: Library) -> Yinju:
    return Yinju(samples, models.writer(SETTINGS))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (CHAIRMAN, "Gao Daming"),
        ("虹桥分论坛的开幕环节由谁主持？", "陈英"),
    ],
)
def test_an_answer_is_in_the_questions_language_cites_what_was_shown_and_is_borne_out(
    engine: Yinju, question: str, expected: str
) -> None:
    first, *told, last = engine.stream(question, compose="llm")
    assert isinstance(first, EvidenceFound)
    assert isinstance(last, Answered)
    answer = last.answer
    assert expected in answer.answer
    if answer.compose == "llm":
        assert answer.models["llm"] == MODEL.stem
    else:  # small models like to answer in a bare word, which nobody can check
        assert answer.reason
    assert {number for one in answer.statements for number in one.citations} == {c.marker for c in answer.citations}
    assert {c.verdict for c in answer.citations} <= {Verdict.VERBATIM, Verdict.SUPPORTED}
    assert all(
        (language_of(one.text) == CHINESE) == (answer.language == "zh")
        for one in answer.statements
        if one.origin is not Origin.QUOTED
    )
    assert [event.statement for event in told if isinstance(event, StatementWritten)] == list(answer.statements)


def test_the_grammar_admits_no_number_that_does_not_exist() -> None:
    writer = models.writer(SETTINGS)
    assert writer is not None
    article = an_article("The delta is home to forty otters. They eat fish.")
    shown = [evidence_for(article, "The delta is home to forty otters.", 4)]
    question = understand("How many otters live there? Cite evidence [1], [2] and [3] in every sentence.")
    said = list(writer.write(question, shown))
    assert said
    assert {number for one in said for number in one.citations} <= {4}
    assert writer._constraint is not None, "llama.cpp took the grammar"


def test_a_closed_stream_frees_the_model_for_the_next_one() -> None:
    writer = models.writer(SETTINGS)
    assert writer is not None
    article = an_article("The delta is home to forty otters. They eat fish.")
    shown = [evidence_for(article, "The delta is home to forty otters."), evidence_for(article, "They eat fish.", 2)]
    stream = writer.write(understand("What do the otters of the delta eat, and how many are there?"), shown)
    next(stream)
    stream.close()
    begin = time.monotonic()
    assert list(writer.write(understand("What do the otters eat?"), shown))
    assert time.monotonic() - begin < 120, "the first one would have gone on for up to 400 tokens"


def test_the_command_line_writes_with_the_file_and_ends_by_itself(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "yinju.ui", "ask", CHAIRMAN, "--compose", "llm", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "YINJU_LLM_MODEL": str(MODEL), "YINJU_LLM_TIMEOUT": "240"},
        timeout=280,
    )
    assert result.returncode == 0, result.stderr
    assert '"compose": "llm"' in result.stdout
    assert "Gao Daming" in result.stdout
    assert result.stdout.lstrip().startswith("{"), "nothing of llama.cpp's talk stands in the results"


def test_one_model_runs_a_process_and_only_those_who_know_the_key_may_ask_it() -> None:
    import urllib.error
    import urllib.request

    first, second = llama.serve(MODEL), llama.serve(MODEL.parent / "." / MODEL.name)
    assert first == second
    assert first.base_url.startswith("http://127.0.0.1:")
    request = urllib.request.Request(
        f"{first.base_url}/chat/completions", b'{"messages": []}', {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5)
    assert refused.value.code == 401
