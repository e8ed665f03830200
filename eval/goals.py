"""The project's goals as rows of a table: which figure of which set is to reach what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from yinju.eval.runs import Run


class Figure(NamedTuple):
    """One figure of one set with its goal; `most` says that the goal is a ceiling."""

    dataset: str
    measure: str
    slice: str
    goal: float
    most: bool = False


class Row(NamedTuple):
    """A line of the goals: what is measured, and the figures that stand side by side."""

    what: str
    figures: tuple[Figure, ...]


def _row(what: str, *figures: tuple[str, str, str, float], most: bool = False) -> Row:
    return Row(what, tuple(Figure(*figure, most) for figure in figures))


def _both(what: str, sets: tuple[str, str], measure: str, slice_: str, goal: float, *, most: bool = False) -> Row:
    return _row(what, *((name, measure, slice_, goal) for name in sets), most=most)


_NOISE = ("noise-zh", "noise-en")

SECTIONS: Mapping[str, tuple[Row, ...]] = {
    "Retrieval": (
        _row(
            "R@1, question's own language: en→en, zh→zh",
            ("xquad", "R@1", "en→en", 0.985),
            ("xquad", "R@1", "zh→zh", 0.975),
        ),
        _row("R@1, other language: en→zh, zh→en", ("xquad", "R@1", "en→zh", 0.93), ("xquad", "R@1", "zh→en", 0.93)),
        _row(
            "own-language article in the top 10: en, zh",
            *(("xquad", "own-language hit@10", code, 0.998) for code in ("en", "zh")),
        ),
        _row(
            "other-language article in the top 10: en, zh",
            *(("xquad", "other-language hit@10", code, 0.99) for code in ("en", "zh")),
        ),
        _row(
            "R@1, twelve languages: own, across",
            ("xquad-many", "R@1", "same language", 0.95),
            ("xquad-many", "R@1", "across languages", 0.88),
        ),
        _row(
            "gold sentence among the first 3: en→en, zh→zh",
            *(("xquad", "evidence recall@3", cell, 0.97) for cell in ("en→en", "zh→zh")),
        ),
        _row(
            "gold sentence among the first 3: en→zh, zh→en",
            *(("xquad", "evidence recall@3", cell, 0.93) for cell in ("en→zh", "zh→en")),
        ),
    ),
    "Answers": (
        _row(
            "accuracy, zh, noise 0 / .2 / .4 / .6 / .8",
            *(
                ("noise-zh", "containment accuracy", noise, goal)
                for noise, goal in (("0", 0.96), ("0.2", 0.95), ("0.4", 0.93), ("0.6", 0.90), ("0.8", 0.82))
            ),
        ),
        _row(
            "accuracy, en, noise 0 / .4 / .8",
            *(
                ("noise-en", "containment accuracy", noise, goal)
                for noise, goal in (("0", 0.96), ("0.4", 0.94), ("0.8", 0.84))
            ),
        ),
        _both("refused when nothing answers (noise 1.0): zh, en", _NOISE, "refusal recall", "1.0", 0.75),
        _both("refused though answerable, noise 0: zh, en", _NOISE, "over-refusal", "0", 0.05, most=True),
        _both("refused though answerable, noise .4: zh, en", _NOISE, "over-refusal", "0.4", 0.05, most=True),
        _row(
            "two-part questions, noise 0 / .2 / .4",
            *(
                ("integration-zh", "containment accuracy", noise, goal)
                for noise, goal in (("0", 0.75), ("0.2", 0.72), ("0.4", 0.65))
            ),
        ),
        _both(
            "disagreeing sources shown and flagged: zh, en",
            ("conflict-zh", "conflict-en"),
            "conflict shown",
            "all",
            0.85,
        ),
        _both("… false alarms on noise 0: zh, en", _NOISE, "conflict false alarms", "0", 0.03, most=True),
        _both(
            "NoMIRACL, refused when unanswerable: zh, en",
            ("zh-non_relevant", "en-non_relevant"),
            "refusal recall",
            "all",
            0.65,
        ),
        _both(
            "NoMIRACL, refused when answerable: zh, en",
            ("zh-relevant", "en-relevant"),
            "over-refusal",
            "all",
            0.05,
            most=True,
        ),
        _both("quoted sentences a reply: zh, en", _NOISE, "statements a reply", "all", 2.0, most=True),
    ),
    "Citations": (
        _both("anchors that resolve: zh, en", _NOISE, "anchor integrity", "all", 1.0),
        _row(
            "… questions over libraries: two, twelve languages",
            *((name, "anchor integrity", "all", 1.0) for name in ("xquad", "xquad-many")),
        ),
        _both("ALCE citation recall: zh, en", _NOISE, "citation recall", "all", 1.0),
        _both("ALCE citation precision: zh, en", _NOISE, "citation precision", "all", 1.0),
        _both("cited passage is a gold passage: zh, en", _NOISE, "gold citation precision", "all", 0.95),
        _row(
            "claims, balanced accuracy: SummEdits news, BUMP",
            *((name, "balanced accuracy", "all", 0.68) for name in ("summedits-news-en", "bump-en")),
        ),
        _row("swaps caught: en, zh", *(("swaps", "wrong claims caught", pair, 0.95) for pair in ("en", "zh"))),
        _row(
            "swaps caught across languages: en→zh, zh→en",
            *(("swaps", "wrong claims caught", pair, 0.95) for pair in ("en→zh", "zh→en")),
        ),
        _row("… false alarms on true statements", ("swaps", "false alarms", "all", 0.03), most=True),
    ),
}


def table(rows: Sequence[Row], runs: Mapping[str, Run]) -> Iterator[str]:
    """Yield the lines of a Markdown table of goals, figures with 95 % intervals, and whether each goal is met."""
    yield "| measure | today | goal | met |"
    yield "|---|---|---|---|"
    for row in rows:
        found = [_found(figure, runs) for figure in row.figures]
        today = " / ".join(
            f"{_shown(f['mean'])} [{_shown(f['low'])}, {_shown(f['high'])}]" if f else "–" for f in found
        )
        goal = " / ".join(f"{'≤ ' if figure.most else ''}{_shown(figure.goal)}" for figure in row.figures)
        met = " / ".join(_met(figure, f) for figure, f in zip(row.figures, found, strict=True))
        yield f"| {row.what} | {today} | {goal} | {met} |"


def _found(figure: Figure, runs: Mapping[str, Run]) -> Mapping[str, float] | None:
    run = runs.get(figure.dataset)
    return run.measures.get(figure.measure, {}).get(figure.slice) if run else None


def _met(figure: Figure, found: Mapping[str, float] | None) -> str:
    if not found:
        return "not measured"
    reached = found["mean"] <= figure.goal if figure.most else found["mean"] >= figure.goal
    return "yes" if reached else "no"


def _shown(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if abs(value) < 1 else f"{value:.2f}"
