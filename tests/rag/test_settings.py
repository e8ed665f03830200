"""Settings: made at the edge, frozen afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinju.index.errors import UsageError
from yinju.rag.settings import Settings, read


def test_without_any_setting_nothing_beyond_this_machine_is_used() -> None:
    settings = read()
    assert settings.encoder == "multilingual-e5-small"
    assert settings.llm_model is settings.llm_base_url is settings.llm_api_key is None


def test_the_library_is_the_folder_yinju_here_unless_named() -> None:
    assert read().library is None
    assert read().library_folder == Path(".yinju")
    assert Settings(library=Path("elsewhere")).library_folder == Path("elsewhere")


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("YINJU_LIBRARY", "/tmp/news", "library", Path("/tmp/news")),
        ("YINJU_ENCODER", "some/model", "encoder", "some/model"),
        ("YINJU_CACHE", "/tmp/cache", "cache", Path("/tmp/cache")),
        ("YINJU_LLM_BASE_URL", "http://127.0.0.1:11434/v1", "llm_base_url", "http://127.0.0.1:11434/v1"),
        ("YINJU_LLM_MODEL", "qwen3", "llm_model", "qwen3"),
        ("YINJU_LLM_TIMEOUT", "2.5", "llm_timeout", 2.5),
        ("YINJU_LLM_THREADS", "3", "llm_threads", 3),
    ],
)
def test_every_field_can_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, field: str, value: object
) -> None:
    monkeypatch.setenv(variable, text)
    assert getattr(read(), field) == value


def test_what_is_given_outweighs_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LIBRARY", "/tmp/news")
    assert read(Path("elsewhere")).library_folder == Path("elsewhere")


def test_settings_that_are_not_ours_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_SOMETHING_NEWER", "1")
    monkeypatch.setenv("ENCODER", "some/model")
    assert read().encoder == "multilingual-e5-small"


def test_settings_cannot_be_changed_once_made() -> None:
    with pytest.raises(AttributeError):
        read().encoder = "some/model"


def test_the_key_is_taken_from_the_vendors_variable_unless_ours_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "vendors")
    assert read().llm_api_key == "vendors"
    monkeypatch.setenv("YINJU_LLM_API_KEY", "ours")
    assert read().llm_api_key == "ours"


def test_the_key_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LLM_API_KEY", "hush-hush")
    settings = read()
    assert settings.llm_api_key == "hush-hush"
    assert "hush-hush" not in f"{settings!r} {settings}"


def test_a_time_limit_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LLM_TIMEOUT", "soon")
    with pytest.raises(UsageError, match="YINJU_LLM_TIMEOUT='soon'"):
        read()


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_a_number_of_threads_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("YINJU_LLM_THREADS", text)
    with pytest.raises(UsageError, match=f"YINJU_LLM_THREADS='{text}'"):
        read()


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LIBRARY", "")
    assert read().library_folder == Path(".yinju")
