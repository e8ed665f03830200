"""The bundled weights as a standard sentence-transformers folder, without loss: for other programs, and for comparing.

Needs torch, transformers and half a minute; no network.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yinju.index.encoders import tokenizer, weights
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


def folder(cache: Path) -> Path:
    """Return where the standard folder lives."""
    return cache / f"{MODEL}-standard"


def is_made(cache: Path) -> bool:
    """Say whether the folder is there; it is moved into place last, so it is whole when it is there."""
    return folder(cache).is_dir()


def make(cache: Path) -> Path:
    """Make the folder and return it. Anything half made is left nowhere."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    target = folder(cache)
    cache.mkdir(parents=True, exist_ok=True)
    with _quiet(), tempfile.TemporaryDirectory(dir=cache) as temporary:
        work = Path(temporary) / MODEL
        _write(weights.read(weights_file()), work)
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


def _write(source: Weights, target: Path) -> None:
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
    reader = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer.of(source),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=source.positions,
    )
    reader.save_pretrained(first)
    modules = [
        Transformer(str(first), max_seq_length=source.positions),
        Pooling(source.hidden, "mean"),
        Normalize(),
    ]
    model = SentenceTransformer(modules=modules, device="cpu", prompts={"query": "query: ", "passage": "passage: "})
    model.save(str(target), create_model_card=False)
    shutil.rmtree(first)
    tokenizer.of(source).save(str(target / tokenizer.FILE))


def _own_name(name: str) -> str:
    """Translate a BertModel state name to the weights file's."""
    *path, part = name.split(".")
    if path[0] == "embeddings":
        own = next(own for own, theirs in _EMBEDDINGS.items() if theirs == path[1])
        return own if own != "emb.ln" else f"emb.ln.{'w' if part == 'weight' else 'b'}"
    own = next(own for own, theirs in _LAYER.items() if theirs == ".".join(path[3:]))
    return f"l{path[2]}.{own}.{'w' if part == 'weight' else 'b'}"
