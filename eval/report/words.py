"""The words of plots, so that a plot can be drawn for readers of another language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in plots and under them, in English; names in braces are figures that are put in."""

    risk_heading: str = "When it is sure, is it right?"
    risk_caption: str = (
        "Risk and coverage: the questions taken from the surest to the least sure. The lower the line, the better "
        "Yinju knows when it is right; its mean height, the risk-coverage area, is {area}. "
        "Dashed: the same answers in any order ({overall})."
    )
    risk_did: str = " Dot: what Yinju did, {told}."
    risk_told: str = "{answered} answered, {wrong} of them wrong"
    risk_title: str = "Risk-coverage curve of {count} questions, area {area}"
    risk_across: str = "share of questions answered"
    risk_up: str = "share of them wrong"

    calibration_heading: str = "Can its probability be believed?"
    calibration_caption: str = (
        "Calibration: {bins} groups of equally many questions, by the probability stated that the articles hold "
        "an answer. On the dashed line, the probability is the truth; above it Yinju is too modest, below it too sure."
    )
    calibration_brier: str = " Brier score {brier}."
    calibration_bin: str = "{count} questions, stated {stated}, with an answer {answerable}"
    calibration_title: str = "Reliability diagram: {bins} bins of {count} questions"
    calibration_across: str = "probability that Yinju states"
    calibration_up: str = "share with an answer"

    noise_heading: str = "How much noise can it bear?"
    noise_caption: str = (
        "Of questions with more and more passages beside the point: the share answered right (containment accuracy; "
        "bars are 95\u00a0% intervals), and the share refused."
    )
    noise_at: str = "noise {noise}: {share}"
    noise_title: str = "Containment accuracy and share refused by noise: {figures}"
    noise_across: str = "share of passages that are noise"
    noise_up: str = "share of questions"
    noise_right: str = "right"
    noise_refused: str = "refused"

    latency_heading: str = "Time a question"
    latency_caption: str = "Half of the questions took {half} ms or less, 95\u00a0% took {late} ms or less."
    latency_tail: str = " The last bar also holds {beyond} slower ones, the slowest with {last} ms."
    latency_bar: str = "{count} in {begin} to {end} ms"
    latency_last_bar: str = "{count} in {begin} and more ms"
    latency_title: str = "Histogram of {count} questions: median {half} ms, 95th percentile {late} ms"
    latency_across: str = "milliseconds a question"
    latency_up: str = "questions"
    latency_half: str = "half: {half} ms"
    latency_late: str = "95 %: {late} ms"


ENGLISH = Words()
"""The report's own words."""
