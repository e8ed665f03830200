"""All settings in one frozen object, made at the edge from arguments and environment and passed in."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be chosen; every field is read from `YINJU_` + its name in capitals unless given."""

    model_config = SettingsConfigDict(env_prefix="YINJU_", frozen=True, extra="ignore", populate_by_name=True)

    library: Path | None = None
    """The library's folder; None means ./.yinju."""
    encoder: str = "multilingual-e5-small"
    """The bundled model, or the id or folder of a sentence-transformers model."""
    cache: Path = Path.home() / ".cache" / "yinju"
    """Where `yinju models prepare` puts the faster graph."""
    llm_base_url: str | None = None
    """An OpenAI-compatible endpoint, for example http://127.0.0.1:11434/v1."""
    llm_model: str | None = None
    llm_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("YINJU_LLM_API_KEY", "OPENAI_API_KEY")
    )
    llm_timeout: float = 60.0
    """Seconds the model may take for one answer."""

    @property
    def library_folder(self) -> Path:
        """The folder that is meant, whether named or not."""
        return self.library or Path(".yinju")
