"""All settings in one frozen object, made at the edge from arguments and environment and passed in."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from yinju.index.errors import UsageError


class Settings(BaseSettings):
    """What can be chosen; every field is read from `YINJU_` + its name in capitals unless given."""

    model_config = SettingsConfigDict(
        env_prefix="YINJU_", frozen=True, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

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
    llm_timeout: float = Field(default=60.0, gt=0)
    """Seconds the model may take for one answer."""

    @property
    def library_folder(self) -> Path:
        """The folder that is meant, whether named or not."""
        return self.library or Path(".yinju")


def read(library: Path | None = None) -> Settings:
    """Return the settings of the environment, with the library named if it is. Raises UsageError."""
    try:
        return Settings(library=library) if library is not None else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper().removeprefix("YINJU_")
        raise UsageError(f"YINJU_{name}={first.get('input')!r}: {first['msg'].lower()}") from error
