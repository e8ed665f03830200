"""`yinju models prepare`: the bundled weights made into a standard folder and into a faster graph.

1. The 4-bit weights become a sentence-transformers folder, without loss.
2. Its encoder is exported to ONNX for one text at a time, with pooling and normalising inside.
3. onnxruntime quantises the matrix products to int8 (per channel, reduced range).

Needs torch, transformers and about a minute; no network.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yinju.index.encoders import weights
from yinju.index.encoders.bundled import MODEL, weights_file
from yinju.index.encoders.weights import Weights

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "word_embeddings",
    "emb.pos": "position_embeddings",
    "emb.type": "token_type_embeddings",
    "emb.ln": "LayerNorm",
}
# where the file's own character map goes beyond NFKC
_DROPPED = "[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]"
_SPACES = "[\\s\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]+"


def folder(cache: Path) -> Path:
    """Return where the prepared model lives."""
    return cache / MODEL


def is_prepared(cache: Path) -> bool:
    """Say whether the graph is there; it is moved into place last, so it is whole when it is there."""
    return (folder(cache) / "int8.onnx").is_file()


def prepare(cache: Path, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Make the folder and the graph; return the folder. Anything half made is left nowhere."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    target = folder(cache)
    cache.mkdir(parents=True, exist_ok=True)
    with _quiet(), tempfile.TemporaryDirectory(dir=cache) as temporary:
        work = Path(temporary) / MODEL
        tell("reading the bundled weights")
        bert = _standard_folder(weights.read(weights_file()), work)
        tell("exporting the graph")
        full = Path(temporary) / "full.onnx"
        _export(bert, full)
        tell("quantising to int8")
        _quantise(full, work / "int8.onnx")
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    return target


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the vendors' progress bars and advice to developers off the screen."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
        transformers_logging.enable_progress_bar()


def _standard_folder(source: Weights, target: Path) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=source.vocabulary,
        hidden_size=source.hidden,
        num_hidden_layers=source.layers,
        num_attention_heads=source.heads,
        intermediate_size=source.intermediate,
        max_position_embeddings=source.positions,
        type_vocab_size=source.token_types,
        layer_norm_eps=source.epsilon,
        pad_token_id=1,
    )
    bert = BertModel(config, add_pooling_layer=False)
    shapes = {name: tensor.shape for name, tensor in bert.state_dict().items()}
    state = {name: torch.from_numpy(source.tensors[_own_name(name)]).reshape(shape) for name, shape in shapes.items()}
    bert.load_state_dict(state)
    bert.eval()
    first = target / "first"
    bert.save_pretrained(first)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(source),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=source.positions,
    )
    tokenizer.save_pretrained(first)
    modules = [
        Transformer(str(first), max_seq_length=source.positions),
        Pooling(source.hidden, "mean"),
        Normalize(),
    ]
    model = SentenceTransformer(modules=modules, device="cpu", prompts={"query": "query: ", "passage": "passage: "})
    model.save(str(target), create_model_card=False)
    shutil.rmtree(first)
    _tokenizer(source).save(str(target / "tokenizer.json"))
    return bert


def _own_name(name: str) -> str:
    """Translate a BertModel state name to the weights file's."""
    *path, part = name.split(".")
    if path[0] == "embeddings":
        own = next(own for own, theirs in _EMBEDDINGS.items() if theirs == path[1])
        return own if own != "emb.ln" else f"emb.ln.{'w' if part == 'weight' else 'b'}"
    own = next(own for own, theirs in _LAYER.items() if theirs == ".".join(path[3:]))
    return f"l{path[2]}.{own}.{'w' if part == 'weight' else 'b'}"


def _tokenizer(source: Weights) -> Any:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

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


def _export(bert: Any, path: Path) -> None:
    import torch

    class OneText(torch.nn.Module):
        """Token ids of one text, shape (1, n), to its unit vector, shape (1, hidden)."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
            return torch.nn.functional.normalize(states.mean(dim=1), dim=1)

    bert.config._attn_implementation = "eager"
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            OneText().eval(),
            (torch.arange(4, 20)[None, :],),
            str(path),
            input_names=["input_ids"],
            output_names=["vector"],
            dynamic_shapes={"input_ids": {1: torch.export.Dim("length", min=2, max=512)}},
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _quantise(full: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(full), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
