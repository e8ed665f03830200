"""What is wrong, in the words of the page: one sentence that says what, where and what to do."""

from __future__ import annotations

from yinju.index.errors import (
    AliasesBroken,
    AnswerRefused,
    ConversationMissing,
    EncoderMismatch,
    EncoderUnavailable,
    FeedbackPutAside,
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryMissing,
    LibraryOutdated,
    LibraryReadOnly,
    ModelFailed,
    NotALibrary,
    NotKept,
    Phrased,
    QuestionRefused,
    ReceiptBroken,
    UsageError,
    YinjuError,
)
from yinju.ui.strings import Interface, say

_PHRASED: tuple[tuple[type[Phrased], str], ...] = (
    (AnswerRefused, "check_why"),
    (ReceiptBroken, "check_why"),
    (QuestionRefused, "trouble_question"),
    (AliasesBroken, "trouble_aliases"),
    (NotKept, "trouble_kept"),
    (FeedbackPutAside, "trouble_feedback"),
)
"""What the names of the sentences begin with."""

_SAID: tuple[tuple[type[YinjuError], str], ...] = (
    (LibraryMissing, "trouble_missing"),
    (NotALibrary, "trouble_closed"),
    (LibraryDamaged, "trouble_damaged"),
    (LibraryOutdated, "trouble_outdated"),
    (LibraryFull, "trouble_full"),
    (LibraryBusy, "trouble_busy"),
    (LibraryReadOnly, "trouble_read_only"),
    (EncoderMismatch, "trouble_encoder"),
    (EncoderUnavailable, "trouble_engine"),
    (ConversationMissing, "trouble_conversation"),
    (ModelFailed, "trouble_model"),
    (YinjuError, "trouble_other"),
)
"""The first kind that fits; LibraryReadOnly is also the kind of those above it, YinjuError that of all."""


def trouble(error: YinjuError, folder: str, interface: Interface) -> str:
    """Return the sentence for an error, with the library in a folder.

    A UsageError without a phrase is one of the page's own, and says in its words what it is.
    """
    if isinstance(error, Phrased):
        beginning = next(name for kind, name in _PHRASED if isinstance(error, kind))
        return say(f"{beginning}_{error.phrase}", interface, **error.values)
    if isinstance(error, UsageError):
        return str(error)
    name = next(said for kind, said in _SAID if isinstance(error, kind))
    return say(name, interface, folder=folder, why=error)
