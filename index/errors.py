"""Everything that can go wrong, as a small tree.

YinjuError
├── UsageError            the caller asked for something that cannot be (exit code 2)
│   └── AnswerRefused     … to check an answer that is none, or more than is read
├── LibraryError          the library cannot be used
│   ├── LibraryMissing    a library was named and is not there
│   ├── NotALibrary       the folder holds something else, or cannot be looked into
│   ├── LibraryDamaged    the catalogue is not what was written; `yinju repair` mends it
│   ├── LibraryOutdated   another version of Yinju made it, and it cannot be used as it is
│   ├── LibraryReadOnly   nothing can be written there
│   │   ├── LibraryFull   … because the disk has no room left, or fails
│   │   └── LibraryBusy   … because another program writes for too long
│   └── EncoderMismatch   the vectors were made by another encoder
├── EncoderUnavailable    the encoder cannot run on this machine
├── ConversationMissing   no such conversation, or it is another user's
├── NotKept               conversations cannot be read or kept here and now; answers need none
│   └── PutAside          … because their file was damaged: it got another name, and a new one is begun
├── ReceiptBroken         a receipt is not what `yinju ask --receipt` writes
└── ModelFailed           a language model did not answer usefully
    └── ModelUnusable     … though it answered: it refused, cited nothing, or wrote another language

A message says what happened, to what, and what to do. Errors of other packages are turned into these in
the one file that imports the package.
"""

from __future__ import annotations

from pathlib import Path


class YinjuError(Exception):
    """Base of every error that a face shows as one sentence."""


class UsageError(YinjuError):
    """The request itself is wrong; nothing was tried."""


class AnswerRefused(UsageError):
    """What was handed in cannot be checked; `phrase` names the sentence that says why, `values` what stands in it."""

    def __init__(self, message: str, phrase: str, **values: object) -> None:
        super().__init__(message)
        self.phrase, self.values = phrase, values


class LibraryError(YinjuError):
    """The library cannot be used as asked."""


class LibraryMissing(LibraryError):
    """A library was named and is not there."""


class NotALibrary(LibraryError):
    """The folder is not a library, or its catalogue cannot be opened."""


class LibraryDamaged(LibraryError):
    """The catalogue, or a row of it, is not what was written; `what` says how."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} is damaged ({what}); run `yinju repair --library {path.parent}`, which saves what can be read"
        )
        self.what = what


class LibraryOutdated(LibraryError):
    """The library is of another format than this program's, and cannot be brought to it here and now."""


class LibraryReadOnly(LibraryError):
    """The library cannot be written to."""


class LibraryFull(LibraryReadOnly):
    """The disk has no room left for the library, or fails."""


class LibraryBusy(LibraryReadOnly):
    """Another program was writing to the library for longer than anyone should wait."""


class EncoderMismatch(LibraryError):
    """The library's vectors were made by another encoder."""

    @classmethod
    def between(cls, folder: Path, owner: str, chosen: str) -> EncoderMismatch:
        """Return the error for a library of one encoder that is opened with another."""
        return cls(
            f"the library {folder} was made with the encoder {owner}, and {chosen} is chosen now; "
            f"set YINJU_ENCODER={owner} to use it as it is, or run `yinju reembed --library {folder}` to change it over"
        )


class EncoderUnavailable(YinjuError):
    """The encoder cannot run on this machine."""


class ConversationMissing(YinjuError):
    """There is no such conversation, it has been deleted for good, or it belongs to another user."""


class NotKept(YinjuError):
    """Conversations cannot be read or kept; questions are answered all the same."""


class PutAside(NotKept):
    """The file of conversations was damaged and has another name now; the next conversation begins a new file."""


class ReceiptBroken(YinjuError):
    """A file is no receipt, or a damaged one; the message says where and what to do.

    `phrase` names the sentence that says why, `values` what stands in it.
    """

    def __init__(self, message: str, phrase: str, **values: object) -> None:
        super().__init__(message)
        self.phrase, self.values = phrase, values


class ModelFailed(YinjuError):
    """A language model was down, too slow, or wrote nothing usable."""


class ModelUnusable(ModelFailed):
    """A language model answered, and nothing of it can be used; `phrase` names the sentence that says why."""

    def __init__(self, message: str, phrase: str) -> None:
        super().__init__(message)
        self.phrase = phrase
