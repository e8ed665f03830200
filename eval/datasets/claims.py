"""Claim sets: does the evidence support the claim, as in SummEdits (Laban et al. 2023) and BUMP (Ma et al. 2023)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from yinju.eval.datasets.lines import Line, digest, lines, unique
from yinju.eval.errors import DatasetInvalid
from yinju.eval.types import Claim


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """Claims with the texts they are held against."""

    name: str
    digest: str
    path: Path
    claims: tuple[Claim, ...]

    @classmethod
    def read(cls, path: Path) -> ClaimSet:
        """Read a file. Raises DatasetInvalid."""
        claims, seen = [], dict[str, str]()
        for line in lines(path):
            claim = _claim(line)
            unique(seen, claim.id, line)
            claims.append(claim)
        if not claims:
            raise DatasetInvalid(f"{path} has no claims")
        return cls(path.stem, digest([path]), path, tuple(claims))


def _claim(line: Line) -> Claim:
    evidence = line.list("evidence")
    if not evidence or not all(isinstance(text, str) for text in evidence):
        raise line.wrong("“evidence” has to be a list of texts")
    label = line.row.get("label")
    if label not in ("supported", "unsupported"):
        raise line.wrong(f"“label” has to be supported or unsupported, and is {label!r}")
    row = line.row
    return Claim(
        id=line.id("id"),
        text=line.text("claim"),
        evidence=tuple(evidence),
        language=str(row.get("language") or "und"),
        cluster=str(row.get("topic") or hashlib.sha256("\n".join(evidence).encode()).hexdigest()[:12]),
        supported=label == "supported",
        slices=tuple(str(row[name]) for name in ("task", "pair") if row.get(name) is not None),
    )
