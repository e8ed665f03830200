"""The bundled model's vocabulary as a `tokenizers` tokenizer. The only file that imports tokenizers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from yinju.index.encoders.weights import Weights

FILE = "tokenizer.json"

# where the file's own character map goes beyond NFKC
_DROPPED = "[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]"
_SPACES = "[\\s\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]+"


def load(folder: Path) -> Any:
    """Read the tokenizer in a folder."""
    return Tokenizer.from_file(str(folder / FILE))


def of(source: Weights) -> Any:
    """Return the tokenizer of the bundled weights: Unigram, NFKC and a little more, Metaspace."""
    tokenizer = Tokenizer(Unigram(source.pieces, source.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer
