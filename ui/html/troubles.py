"""What is wrong with a library, in the words of the page: one sentence that says what, where and what to do."""

from __future__ import annotations

from yinju.index.errors import (
    EncoderMismatch,
    EncoderUnavailable,
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryMissing,
    LibraryOutdated,
    LibraryReadOnly,
    NotALibrary,
    YinjuError,
)
from yinju.ui.strings import Interface, say

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
)
"""The first kind that fits; LibraryReadOnly is also the kind of those above it."""


def trouble(error: YinjuError, folder: str, interface: Interface) -> str:
    """Return the sentence for an error of the library in a folder; any other error says itself what it is."""
    name = next((said for kind, said in _SAID if isinstance(error, kind)), None)
    return say(name, interface, folder=folder) if name else str(error)
