"""Whether a language model can be asked, in the words of the page: each of its states, met as it is met there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fake_endpoint import Endpoint, serving
from yinju.rag import llama, models
from yinju.rag.models import State
from yinju.rag.settings import Settings
from yinju.ui.app import modelling
from yinju.ui.app.modelling import ModelState
from yinju.ui.html.models import described
from yinju.ui.strings import STRINGS, Interface

HAN = re.compile("[\u4e00-\u9fff]")
# what stays as it is in any language: names, places, settings and commands
KEPT = re.compile(
    r"https?:\S+?(?=[\s，。；：、）]|$)|/\S+?(?=[\s，。；：、）]|$)|YINJU_\w+|GGUF|llama\.cpp|pip install \S+|README|“[^”]*”|\w*Error"
)


def file(folder: Path, content: bytes | None) -> Settings:
    path = folder / "some.gguf"
    if content is not None:
        path.write_bytes(content)
    return Settings(llm_model=str(path))


def unreadable(folder: Path) -> Settings:
    (folder / "some.gguf").mkdir()
    return Settings(llm_model=str(folder / "some.gguf"))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as served:
        yield served


def states(endpoint: Endpoint, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[State]:
    """Every state there is."""
    yield models.state(Settings())
    yield models.state(file(folder, None))
    yield models.state(file(folder, b"PK\3\4 no model"))
    patch.setattr(llama, "find_spec", lambda _: None)
    yield models.state(file(folder, b"GGUF\3\0\0\0"))
    patch.setattr(llama, "find_spec", lambda _: "there")
    yield models.state(file(folder, b"GGUF\3\0\0\0"))
    (folder / "some.gguf").unlink()
    yield models.state(unreadable(folder))
    served = Settings(llm_base_url=endpoint.url, llm_model="qwen")
    for known in (["qwen"], ["llama"], 404, 401, 500):
        endpoint.models = known  # type: ignore[assignment]
        yield models.state(served)
    yield models.state(Settings(llm_base_url="http://127.0.0.1:9/v1", llm_model="qwen"))
    for kind in ("APITimeoutError", "SomeError"):
        patch.setattr(models, "_models", raising(type(kind, (Exception,), {})))
        yield models.state(served)


def raising(kind: type[Exception]) -> Callable[[Settings], list[str]]:
    def look(_: Settings) -> list[str]:
        raise kind("something in English")

    return look


def test_every_state_of_a_model_is_said_in_the_language_of_the_page(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = set()
    for state in states(endpoint, tmp_path, monkeypatch):
        met.add(f"model_{state.phrase}")
        said: dict[Interface, str] = {interface: described(state, interface) for interface in STRINGS}
        assert HAN.search(said["zh"]) or state.phrase == "endpoint", said
        assert not HAN.search(said["en"])
        rest = KEPT.sub("", said["zh"]).replace("qwen", "").replace("llama", "")
        assert not re.findall("[A-Za-z]{3,}", rest), said["zh"]
        place = str(state.values.get("file") or state.values.get("where") or "YINJU_LLM_MODEL")
        assert state.phrase == "runner" or all(place in text for text in said.values()), "it says which"
    assert met == {name for name in STRINGS["en"] if name.startswith("model_")} - {"model_setting"}


@pytest.mark.parametrize(("interface", "said"), [("en", "some.gguf is not there"), ("zh", "some.gguf，请将")])
def test_the_sentence_under_the_choice_names_what_is_missing_in_the_language_of_the_page(
    tmp_path: Path, interface: Interface, said: str
) -> None:
    told = ModelState("some", lambda: models.state(file(tmp_path, None))).told(interface, wait=True)
    assert said in told
    assert ("no such file" in told) is False


def test_a_wrong_setting_is_said_in_chinese_around_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LLM_TIMEOUT", "soon")
    told = ModelState("qwen", modelling._look).told("zh", wait=True)
    assert "设置有误（YINJU_LLM_TIMEOUT='soon'" in told
