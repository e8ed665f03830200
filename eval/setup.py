"""How a run is set up: everything that can be chosen about it, and its signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yinju.eval import signature
from yinju.index.errors import UsageError
from yinju.index.fusion import Ranking
from yinju.rag.pipeline import Compose

PARTS = ("centring", "sentences", "pairs", "lexical", "names", "balance", "places", "agreement", "reprints")
"""Parts of the search that a run can do without, to measure what they are worth."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What is measured: how answers are composed, and which parts of the search are left out."""

    compose: Compose = "quotes"
    without: tuple[str, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "without", tuple(sorted(set(self.without))))
        if unknown := sorted(set(self.without) - set(PARTS)):
            raise UsageError(f"--without {unknown[0]}: choose among {', '.join(PARTS)}")

    @property
    def centred(self) -> bool:
        """Whether vectors are language-centred."""
        return "centring" not in self.without

    @property
    def ranking(self) -> Ranking:
        """How passages are ranked."""
        usual = Ranking()
        return Ranking(
            sentence_share=0.0 if "sentences" in self.without else usual.sentence_share,
            lexical_weight=0.0 if "lexical" in self.without else usual.lexical_weight,
            pairs="pairs" not in self.without,
            names="names" not in self.without,
            balanced="balance" not in self.without,
            places="places" not in self.without,
            agreement="agreement" not in self.without,
            grouped="reprints" not in self.without,
        )

    def signature(self, dataset: str, engine: str, llm: str | None) -> dict[str, Any]:
        """Return the signature of a run of this setup."""
        found: dict[str, Any] = {
            "version": signature.yinju_version(),
            "commit": signature.commit(),
            "dataset": dataset,
            "encoder": engine,
            "compose": f"{self.compose} ({llm})" if self.compose == "llm" else self.compose,
            "seed": self.seed,
        }
        return {**found, "without": ", ".join(self.without)} if self.without else found
