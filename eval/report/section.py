"""How runs are laid out: one section a dataset, and in it a name for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

from yinju.eval.report.languages import spoken
from yinju.eval.runs import RUN, Run


class Kind(StrEnum):
    """The format of a dataset, as its figures tell."""

    CORPUS = "corpus"
    READING = "reading"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Section:
    """The runs of one dataset, the first of them the one that the others are held against."""

    dataset: str
    runs: tuple[Run, ...]

    @property
    def name(self) -> str:
        """The dataset's name, without the digest of its files."""
        return self.dataset.partition("@")[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """What each run is called beside the others: what its signature has that theirs have not."""
        signatures = [run.signature for run in self.runs]
        names = [name for name in dict.fromkeys(key for s in signatures for key in s) if _differs(name, signatures)]
        found = [" · ".join(_part(name, signature.get(name)) for name in names) for signature in signatures]
        alike = {label for label in found if found.count(label) > 1}
        return tuple(
            " · ".join(filter(None, [label, run.name])) if label in alike else label
            for label, run in zip(found, self.runs, strict=True)
        )

    @property
    def shared(self) -> dict[str, Any]:
        """What the runs' signatures have in common."""
        return {
            name: value
            for name, value in self.runs[0].signature.items()
            if not _differs(name, [run.signature for run in self.runs])
        }


def sections(runs: Sequence[Run]) -> tuple[Section, ...]:
    """Return the sections for some runs, datasets and runs in the order given."""
    found: dict[str, list[Run]] = {}
    for run in runs:
        found.setdefault(str(run.signature.get("dataset", "a dataset without a name")), []).append(run)
    return tuple(Section(dataset, tuple(members)) for dataset, members in found.items())


def _differs(name: str, signatures: Sequence[Mapping[str, Any]]) -> bool:
    return len({str(signature.get(name)) for signature in signatures}) > 1


def _part(name: str, value: Any) -> str:
    """Return one difference as words; `without` reads as a sentence, and a run without it is complete."""
    if name == "without":
        return f"without {value}" if value else "complete"
    if name == "compose":
        return str(value)
    return f"no {name}" if value is None else f"{name} {value}"


def kind(run: Run) -> Kind:
    """Return the format of a run's dataset."""
    if "balanced accuracy" in run.measures or any("probability" not in question for question in run.questions):
        return Kind.CLAIMS
    searched = "R@1" in run.measures or (run.folder / RUN).is_file()
    return Kind.CORPUS if searched else Kind.READING


def languages(run: Run) -> tuple[str, ...]:
    """Return the languages that a run has figures for, sorted; none when all questions are in one."""
    asked = {str(question["language"]) for question in run.questions}
    return tuple(sorted(asked)) if len(asked) > 1 else ()


def noise(run: Run) -> tuple[str, ...]:
    """Return the slices that are numbers, such as shares of noise, in their order; none when there are fewer than two."""
    found = [name for name in run.measures.get("containment accuracy", {}) if _number(name)]
    return tuple(sorted(found, key=float)) if len(found) > 1 else ()


def _number(name: str) -> bool:
    try:
        return isfinite(float(name))
    except ValueError:
        return False


def sentence(run: Run) -> str:
    """Return what was measured, in one sentence."""
    asked = sorted({str(question["language"]) for question in run.questions} - {"und"})
    what = "claim" if kind(run) is Kind.CLAIMS else "question"
    many = f"{len(run.questions):,} {what}{'' if len(run.questions) == 1 else 's'}" if run.questions else f"{what}s"
    subject = f"{many} in {_and([spoken(name) for name in asked])}" if asked else many
    if kind(run) is Kind.CLAIMS:
        return (
            f"The checker was shown {subject}, each with the texts it should rest on, and had to say "
            "whether they support it."
        )
    compose = str(run.signature.get("compose", "quotes"))
    answered = "in sentences quoted from the articles" if compose == "quotes" else f"in the words of {compose}"
    where = (
        "about one library that holds all of the dataset's articles"
        if kind(run) is Kind.CORPUS
        else "each about a few passages of its own"
    )
    return f"Yinju was asked {subject}, {where}; it answered {answered}, every sentence with its source, or refused."


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
