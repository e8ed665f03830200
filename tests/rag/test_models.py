"""Language models as they are reached: OpenAI-compatible endpoints over HTTP, GGUF files, or none."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories import an_article, evidence_for
from fake_endpoint import Endpoint, serving
from yinju.index.errors import ModelFailed
from yinju.rag import engines, llama, models
from yinju.rag.compose.constraint import GRAMMAR, SCHEMA
from yinju.rag.compose.llm import Writer
from yinju.rag.models import State
from yinju.rag.settings import Settings
from yinju.rag.types import Statement
from yinju.rag.understand import understand

EVIDENCE = [evidence_for(an_article("Alpha is big."), "Alpha is big.")]
QUESTION = understand("What is big?")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as served:
        yield served


def settings_for(endpoint: Endpoint, **other: object) -> Settings:
    return Settings(llm_base_url=endpoint.url, llm_model="scripted", **other)  # type: ignore[arg-type]


def writer(settings: Settings) -> Writer:
    """The writer of these settings, which does not pause between attempts."""
    found = models.writer(settings)
    assert found is not None
    found._pause = lambda _: None
    return found


def written(endpoint: Endpoint, **other: object) -> list[Statement]:
    return list(writer(settings_for(endpoint, **other)).write(QUESTION, EVIDENCE))


def test_an_endpoint_is_asked_for_a_model_with_evidence_question_and_schema(endpoint: Endpoint) -> None:
    (statement,) = written(endpoint)
    assert (statement.text, statement.citations) == ("Alpha is big.", (1,))
    (body,) = endpoint.bodies
    assert (body["model"], body["stream"], body["temperature"]) == ("scripted", True, 0)
    assert body["messages"][1]["content"].startswith('<evidence number="1">Alpha is big.</evidence>')
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["max_completion_tokens"] == 400


def test_what_it_streams_as_json_is_read_too(endpoint: Endpoint) -> None:
    endpoint.replies = [list(json.dumps({"statements": [{"text": "Alpha is big.", "citations": [1]}]}))]
    (statement,) = written(endpoint)
    assert (statement.text, statement.citations) == ("Alpha is big.", (1,))


def test_the_key_goes_into_the_header_and_nowhere_else(endpoint: Endpoint) -> None:
    written(endpoint, llm_api_key="hush-hush")
    assert endpoint.keys == ["Bearer hush-hush"]
    assert "hush-hush" not in json.dumps(endpoint.bodies)
    endpoint.replies = [401]
    with pytest.raises(ModelFailed) as caught:
        written(endpoint, llm_api_key="hush-hush")
    assert "hush-hush" not in str(caught.value)


def test_an_endpoint_that_rejects_the_schema_is_asked_for_marked_sentences(endpoint: Endpoint) -> None:
    endpoint.replies = [400, ["Alpha is big [1]."]]
    (statement,) = written(endpoint)
    assert statement.citations == (1,)
    first, second = endpoint.bodies
    assert "response_format" in first
    assert "response_format" not in second


def test_a_busy_endpoint_is_asked_again(endpoint: Endpoint) -> None:
    endpoint.replies = [503, 429, ["Alpha is big [1]."]]
    assert len(written(endpoint)) == 1
    assert len(endpoint.bodies) == 3


def test_a_wrong_key_is_told_at_once(endpoint: Endpoint) -> None:
    endpoint.replies = [401]
    with pytest.raises(ModelFailed, match=r"scripted: \w*AuthenticationError: .*401") as caught:
        written(endpoint)
    assert caught.value.phrase == "model_key"
    assert len(endpoint.bodies) == 1


def test_an_endpoint_that_stalls_is_given_up(endpoint: Endpoint) -> None:
    endpoint.pause = 5.0
    with pytest.raises(ModelFailed, match="Timeout") as caught:
        written(endpoint, llm_timeout=0.5)
    assert caught.value.phrase == "model_late"


def test_a_closed_stream_hangs_up(endpoint: Endpoint) -> None:
    endpoint.replies = [["Alpha is big [1]. "] * 2_000]
    endpoint.pause = 0.005
    stream = writer(settings_for(endpoint)).write(QUESTION, EVIDENCE)
    assert next(stream).text == "Alpha is big."
    stream.close()
    assert endpoint.hung_up.wait(5), "the model would go on writing for nobody"


def test_nobody_at_the_address_is_a_failure_that_says_so(endpoint: Endpoint) -> None:
    nobody = Settings(llm_base_url="http://127.0.0.1:9/v1", llm_model="scripted")
    with pytest.raises(ModelFailed, match="Connection") as caught:
        list(writer(nobody).write(QUESTION, EVIDENCE))
    assert caught.value.phrase == "model_unreachable"
    state = models.state(nobody)
    assert (state.ready, state.phrase) == (False, "unreachable")
    assert "http://127.0.0.1:9/v1" in state.what


def test_the_state_of_an_endpoint_is_whether_it_has_the_model(endpoint: Endpoint) -> None:
    settings = settings_for(endpoint, llm_api_key="k")
    values = {"model": "scripted", "where": endpoint.url}
    assert models.state(settings) == State(True, f"scripted at {endpoint.url}", "endpoint", values)
    assert endpoint.keys == ["Bearer k"]
    endpoint.models = ["scripted:latest"]
    assert models.state(settings).ready
    endpoint.models = ["another"]
    lacking = f"{endpoint.url} has no scripted; it has another"
    assert models.state(settings) == State(False, lacking, "unknown", {**values, "known": "another"})
    endpoint.models = 404
    assert models.state(settings).ready, "not every endpoint lists its models"


@pytest.mark.parametrize(("status", "phrase"), [(401, "key"), (403, "key"), (500, "status")])
def test_an_endpoint_that_refuses_says_with_which_status(endpoint: Endpoint, status: int, phrase: str) -> None:
    endpoint.models = status
    state = models.state(settings_for(endpoint))
    assert (state.ready, state.phrase, state.values["status"]) == (False, phrase, status)


def test_an_endpoint_that_says_nothing_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_LOOK", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        assert models.state(Settings(llm_base_url=where, llm_model="scripted")).phrase == "late"


def test_nothing_is_loaded_before_something_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(models, "chat", lambda _: pytest.fail("loaded too early"))
    assert models.writer(Settings(llm_model="scripted")) is not None
    assert models.writer(Settings(llm_model=str(tmp_path / "model.gguf"))) is not None
    assert models.writer(Settings()) is None


def test_a_file_is_held_by_a_grammar_and_called_by_its_name_alone(tmp_path: Path) -> None:
    local = models.writer(Settings(llm_model=str(tmp_path / "Small-1.5B.gguf")))
    assert local is not None
    assert (local.model, local._constraint) == ("Small-1.5B", GRAMMAR)
    served = models.writer(Settings(llm_model="Small-1.5B.gguf", llm_base_url="http://127.0.0.1:9/v1"))
    assert served is not None
    assert (served.model, served._constraint) == ("Small-1.5B.gguf", SCHEMA)


def test_a_file_that_is_missing_or_something_else_is_named(tmp_path: Path) -> None:
    missing, other = tmp_path / "missing.gguf", tmp_path / "other.gguf"
    other.write_bytes(b"PK\3\4 no model")
    for path, phrase, why in (
        (missing, "missing", "no such file"),
        (other, "foreign", "is not a GGUF file"),
        (tmp_path / "folder.gguf", "unreadable", "is a directory"),
    ):
        if "folder" in path.name:
            path.mkdir()
        settings = Settings(llm_model=str(path))
        state, problem = models.state(settings), llama.problem(path)
        assert problem is not None
        assert state == State(False, problem.what, phrase, {"file": path})
        assert why in problem.what
        assert str(path) in problem.what
        with pytest.raises(ModelFailed, match=why):
            list(writer(settings).write(QUESTION, EVIDENCE))


def test_without_llama_cpp_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF\3\0\0\0")
    monkeypatch.setattr(llama, "find_spec", lambda _: None)
    state = models.state(Settings(llm_model=str(path)))
    assert (state.ready, state.phrase) == (False, "runner")
    assert state.what == "running a GGUF file needs llama.cpp: pip install 'yinju[llm]'"


@pytest.mark.parametrize("rest", [b"", b"\3\0\0\0", b"\3\0\0\0" + bytes(16), b"\3\0\0\0" + b"\xff" * 4_000])
def test_a_damaged_file_is_a_failure_and_not_the_end_of_the_process(tmp_path: Path, rest: bytes) -> None:
    pytest.importorskip("xllamacpp", reason="the extra `llm` is not installed")
    path = tmp_path / "damaged.gguf"
    path.write_bytes(b"GGUF" + rest)
    with pytest.raises(ModelFailed, match=r"damaged\.gguf cannot be loaded by llama\.cpp .*damaged"):
        llama.serve(path)


def test_the_list_of_engines_tells_the_state_of_the_model(tmp_path: Path) -> None:
    settings = Settings(cache=tmp_path, llm_model=str(tmp_path / "missing.gguf"))
    (engine,) = (one for one in engines.every(settings) if one.name == "language model")
    assert not engine.ready
    assert "no such file" in engine.what
    assert "not ready" in engines.chosen(settings)["language model"]
    assert engines.chosen(Settings(cache=tmp_path))["language model"] == "none; answers are quotes"


def test_a_reply_that_breaks_off_is_none(endpoint: Endpoint) -> None:
    endpoint.replies = [["Alpha is big [1]. Alpha was ", None]]
    with pytest.raises(ModelFailed, match="scripted: the reply broke off"):
        written(endpoint)


def test_an_endpoint_that_never_says_that_it_is_done_is_believed_after_a_whole_sentence(endpoint: Endpoint) -> None:
    endpoint.replies = [["Alpha is big [1].", None]]
    assert [statement.text for statement in written(endpoint)] == ["Alpha is big."]
