"""Everything that can go wrong, as a small tree.

YinjuError
├── UsageError            the caller asked for something that cannot be (exit code 2)
│   ├── AnswerRefused     … to check an answer that is none, or more than is read
│   ├── QuestionRefused   … to answer a question that is none, or more than is read
│   └── AliasesBroken     … with a list of names of its own that cannot be read
├── LibraryError          the library cannot be used
│   ├── LibraryMissing    a library was named and is not there
│   ├── NotALibrary       the folder holds something else, or cannot be looked into
│   ├── LibraryDamaged    the catalogue is not what was written; `yinju repair` mends it
│   ├── LibraryOutdated   another version of Yinju made it, and it cannot be used as it is
│   ├── LibraryReadOnly   nothing can be written there
│   │   ├── LibraryFull   … because the disk has no room left, or fails
│   │   └── LibraryBusy   … because another program writes for too long
│   ├── EncoderMismatch   the vectors were made by another encoder
│   └── FeedbackPutAside  the file of feedback was damaged: it got another name, and a new one is begun
├── EncoderUnavailable    the encoder cannot run on this machine
├── ConversationMissing   no such conversation, or it is another user's
├── NotKept               conversations cannot be read or kept here and now; answers need none
│   ├── KeptLater         … because another program writes for too long: it will not always
│   └── PutAside          … because their file was damaged: it got another name, and a new one is begun
├── ReceiptBroken         a receipt is not what `yinju ask --receipt` writes
└── ModelFailed           a language model did not answer usefully
    └── ModelUnusable     … though it answered: it refused, cited nothing, or wrote another language

A message says what happened, to what, and what to do. Errors of other packages are turned into these in
the one file that imports the package. One that is Phrased can be said in another language too.
"""

from __future__ import annotations

from pathlib import Path


class YinjuError(Exception):
    """Base of every error that a face shows as one sentence."""


class Phrased(YinjuError):
    """An error whose `phrase` names the sentence that says what it is, and `values` what stands in that."""

    def __init__(self, message: str, phrase: str, **values: object) -> None:
        super().__init__(message)
        self.phrase, self.values = phrase, values


class UsageError(YinjuError):
    """The request itself is wrong; nothing was tried."""


class AnswerRefused(Phrased, UsageError):
    """What was handed in cannot be checked."""


class QuestionRefused(Phrased, UsageError):
    """A question holds nothing that could be answered, or more than is read."""


class AliasesBroken(Phrased, UsageError):
    """The library's own list of names cannot be read, or a line of it gives a single one."""


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


class NotKept(Phrased):
    """Conversations cannot be read or kept; questions are answered all the same."""


class KeptLater(NotKept):
    """Another program was writing to the conversations for longer than anyone should wait; the next try may succeed."""


class PutAside(NotKept):
    """The file of conversations was damaged and has another name now; what could be read of it is in a new one."""


class FeedbackPutAside(Phrased, LibraryError):
    """The file of feedback was damaged and has another name now; what could be read of it is in a new one."""


class ReceiptBroken(Phrased):
    """A file is no receipt, or a damaged one; the message says where and what to do."""


class ModelFailed(YinjuError):
    """A language model was down, too slow, or wrote nothing usable; `phrase` names the sentence that says why."""

    def __init__(self, message: str, phrase: str = "model_failed") -> None:
        super().__init__(message)
        self.phrase = phrase


class ModelUnusable(ModelFailed):
    """A language model answered, and nothing of it can be used."""
