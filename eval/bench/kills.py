"""Kills while adding: how many the library survived."""

from __future__ import annotations

from yinju.eval.bench.types import Bench, Goal, Outcome, Row
from yinju.eval.kills import killed


def measure(bench: Bench) -> Outcome:
    """Kill as often as planned."""
    kills = killed(bench.plan.kills, bench.folder / "killed", bench.plan.seed)
    moments = ", ".join(f"{count} {moment}" for moment, count in kills.moments.most_common())
    return Outcome(
        (
            Row(f"{kills.times} kills: the library opens and holds every committed article whole", (kills.survived / kills.times,), "of all", Goal(1)),
            Row("libraries that the next `add` did not complete", (float(len(kills.lost)),), "", Goal(0, most=True)),
        ),
        {"survived": [kills.survived], "completed": [kills.completed], **{moment: [count] for moment, count in kills.moments.items()}},
        (f"SIGKILL at random moments of adding: {moments}.", *(f"Trouble: {trouble}" for trouble in kills.lost[:5])),
    )  # fmt: skip
