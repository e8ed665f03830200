"""Whether texts support a claim, with reasons; what cannot be judged is said to be unchecked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yinju.rag.types import Verdict
from yinju.rag.verify.alignment import aligned
from yinju.rag.verify.denials_check import check_denials
from yinju.rag.verify.elsewhere_check import check_elsewhere
from yinju.rag.verify.finding import FEW, Ground, Level
from yinju.rag.verify.folding import folded
from yinju.rag.verify.names_check import check_names
from yinju.rag.verify.phrases import say
from yinju.rag.verify.pronouns import unexplained
from yinju.rag.verify.roles import check_plans, check_roles
from yinju.rag.verify.sentence import CHINESE, OTHER, Sentence, language_of, sentence_texts, sentences
from yinju.rag.verify.subjects_check import check_subjects
from yinju.rag.verify.values_check import check_amounts, check_dates
from yinju.rag.verify.weighing import Judgement, weigh
from yinju.rag.verify.words_check import check_opposites, check_words

_OPENING, _CLOSING = ("“", '"', "「", "『", "‘"), ("”", '"', "」", "』", "’")

SUPPORTED_FROM, SUPPORTED_FROM_FEW = 0.65, 0.5
"""Scores from which a claim without objections is supported, by long evidence and by a few sentences.

Chosen on SummEdits and BUMP, where .6 to .7 are as good; in a few sentences words seldom meet by chance.
"""


def judge(claim: str, evidence: Sequence[str], before: str = "") -> Judgement:
    """Return whether the evidence supports the claim; `before` is what was said before it, which its pronouns may mean.

    Each sentence of the claim is held against the sentences of the evidence that it is about. `verbatim`: all of
    it stands there but for case, white space and the marks around it. `contradicted`: another value, name or
    direction stands in the place of one of the claim's, or only one side denies. `partial`: some of it is there,
    and a value, a name or a clause is not. `unsupported`: nothing of it is there. `supported`: every value and
    name, and nearly every word, is accounted for. `unchecked`: too many words are not, or the languages are not
    Chinese and English.
    """
    claim, evidence = _whole(claim), [_whole(text) for text in evidence]
    chinese = language_of(claim) == CHINESE
    sources = [folded(text) for text in evidence if folded(text)]
    own = sentences(claim)
    if not own or not sources:
        return Judgement(Verdict.UNCHECKED, 0.0, (say("nothing", chinese),))
    parts = [folded(part) for part in sentence_texts(claim)]
    if all(any(part in source for source in sources) for part in parts):
        if any(_is_only_said(part, evidence) for part in parts):
            return Judgement(Verdict.UNCHECKED, SUPPORTED_FROM, (say("said", chinese),))
        return Judgement(Verdict.VERBATIM, 1.0, (say("verbatim", chinese),))
    every = [sentence for text in evidence for sentence in sentences(text)]
    judged = [_sentence(sentence, every, whom=not (number or before)) for number, sentence in enumerate(own)]
    return _together(judged, SUPPORTED_FROM if len(every) > FEW else SUPPORTED_FROM_FEW)


def _is_only_said(part: str, evidence: Sequence[str]) -> bool:
    """Tell whether words stand in the evidence between quotation marks alone: somebody says them, the source does not."""
    texts = [" ".join(text.split()).casefold() for text in evidence]
    places = [(text, match.start(), match.end()) for text in texts for match in re.finditer(re.escape(part), text)]
    return (
        bool(places)
        and all(
            text[:start].endswith(_OPENING)
            and text[end:].lstrip(".,!?。，！？、；").startswith(_CLOSING)
            and text[:start] != ""
            for text, start, end in places
        )
        and not any(folded(text) == part for text in texts)
    )


def _whole(text: str) -> str:
    """Return a text without halves of characters, which a model may write and no word list takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _sentence(claimed: Sentence, every: Sequence[Sentence], whom: bool) -> Judgement:
    near, best = aligned(claimed, every)
    near = near or (list(every) if len(every) <= FEW else [])
    language = near[0].language if near else claimed.language
    ground = Ground(near, every, language)
    read = OTHER not in (claimed.language, language)
    findings = [*check_amounts(claimed, ground), *check_dates(claimed, ground), *check_names(claimed, ground)]
    if not read and claimed.language != language:  # how other languages write scales and units is not known here
        findings = [f for f in findings if f.kind != "amount" or f.level is Level.FOUND]
    if read:
        findings += [*check_opposites(claimed, ground), *check_denials(claimed, ground)]
        findings += [*check_roles(claimed, ground), *check_plans(claimed, ground)]
    if read and claimed.language == language:
        findings += [*check_words(claimed, ground), *check_elsewhere(claimed, ground), *check_subjects(claimed, ground)]
    pronoun = unexplained(claimed, near) if whom and read else ""
    return weigh(claimed, ground, findings, best, pronoun)


def _together(judged: Sequence[Judgement], enough: float) -> Judgement:
    """Put the sentences of a claim together: the worst decides; no support beside some is partial support."""
    verdicts = [judgement.verdict for judgement in judged]
    scores = [judgement.score for judgement in judged]
    score = (2 * min(scores) + sum(scores) / len(scores)) / 3  # one wrong sentence spoils a claim, the others rank it
    for verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.PARTIAL, Verdict.UNCHECKED):
        if verdict in verdicts:
            reasons = tuple(reason for one in judged if one.verdict is verdict for reason in one.reasons)
            mixed = verdict is Verdict.UNSUPPORTED and Verdict.SUPPORTED in verdicts
            return Judgement(Verdict.PARTIAL if mixed else verdict, score, reasons)
    gaps = tuple(reason for one in judged for reason in one.reasons[1:])
    if score < enough and gaps:
        return Judgement(Verdict.UNCHECKED, score, gaps)
    return Judgement(Verdict.SUPPORTED, score, tuple(reason for one in judged for reason in one.reasons))
