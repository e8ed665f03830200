"""The lines of a file that may be too large to be held, decoded one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

from yinju.index.read.decoding import encoding_of, unlike

LONGEST = 16 << 20
"""Characters of a line: three long novels. Parsed as JSON it takes up to 25 times as much memory."""

_HEAD = 1 << 20  # bytes that tell the encoding


def lines(stream: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a file from its beginning, ended by `\\n`; of a longer one only `LONGEST` + 1 characters.

    A byte that is not in the file's encoding becomes a half character, see `decodable`. Raises Undecodable.
    """
    head = stream.read(_HEAD)
    encoding = encoding_of(head, cut=len(head) == _HEAD)
    stream.seek(0)
    text = io.TextIOWrapper(stream, "utf-8-sig" if encoding == "utf-8" else encoding, "surrogateescape")
    try:
        while line := text.readline(LONGEST + 1):
            yield line
            while len(line) > LONGEST and not line.endswith("\n"):
                line = text.readline(LONGEST + 1)
    except UnicodeDecodeError as error:
        raise unlike(encoding, error) from error
    finally:
        text.detach()  # whoever opened the file closes it


def decodable(text: str) -> bool:
    """Say whether every byte was in the encoding of the file."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
