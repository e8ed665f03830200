"""The bundled model as an ONNX graph in int8, written operator by operator. The only file that imports onnx.

Every row of activations (a token) has a scale of its own, so that nothing beside it can matter; weights have one a
column, seven bits of it (products of eight bits overflow where there are only AVX2 instructions). Against the
full-precision model: cosine .999, where one scale a text, as `quantize_dynamic` has it, gives .997.

What is deliberately not fused: LayerNormalization behind Add. onnxruntime's fused SkipLayerNormalization is written
without vector instructions and took a third of the time of a passage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from yinju.index.encoders.weights import Weights

_FUSED = "com.microsoft"  # onnxruntime's own operators
_OPSET, _IR = 18, 9  # of 2022 and 2023: old enough for every onnxruntime that Yinju admits
_LARGEST_WEIGHT, _LARGEST_ACTIVATION = 63, 127

Array = NDArray[Any]


def save(source: Weights, path: Path) -> None:
    """Write the graph: `ids`, int64 (1, n) with n ≤ 512, to `vector`, the text's unit vector, float32 (1, hidden)."""
    onnx.save(_Graph(source).model(), str(path))


class _Graph:
    """A graph under construction. Values go by name, as ONNX has it."""

    def __init__(self, source: Weights) -> None:
        self._source = source
        self._nodes: list[Any] = []
        self._constants: dict[str, Array] = {}

    def model(self) -> Any:
        source = self._source
        self._constant("scale", np.float32(1 / _LARGEST_ACTIVATION))
        self._constant("zero", np.uint8(128))
        self._constant("last axis", np.array([-1], np.int64))
        self._constant("token axis", np.array([1], np.int64))
        self._constant("thirds", np.array([source.hidden] * 3, np.int64))
        self._constant("least", np.float32(1e-9))  # a row of zeros has a scale too
        states = self._embedded()
        for layer in range(source.layers):
            states = self._layer(states, f"l{layer}")
        mean = self._apply("ReduceMean", states, "token axis", keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=-1, p=2))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, source.hidden])],
            [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in self._constants.items()],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)

    def _embedded(self) -> str:
        """Look up pieces (kept as int8, a scale each) and positions; there is one kind of segment."""
        hidden, tensors = self._source.hidden, self._source.tensors
        words = tensors["emb.word"].reshape(-1, hidden)
        scales = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / 127
        positions = tensors["emb.pos"].reshape(-1, hidden) + tensors["emb.type"].reshape(-1, hidden)[0]
        self._constant("words", np.round(words / scales).astype(np.int8))
        pieces = self._apply("Cast", self._apply("Gather", "words", "ids"), to=TensorProto.FLOAT)
        pieces = self._apply("Mul", pieces, self._apply("Gather", self._constant("word scales", scales), "ids"))
        count = self._apply("Shape", "ids", start=1, end=2)
        self._constant("first", np.array([0], np.int64))
        places = self._apply("Slice", self._constant("positions", positions), "first", count, "first")
        return self._normalised(self._apply("Add", pieces, places), "emb.ln")

    def _layer(self, states: str, layer: str) -> str:
        joined = np.concatenate([self._matrix(f"{layer}.{name}") for name in "qkv"], axis=1)
        biases = np.concatenate([self._tensor(f"{layer}.{name}.b") for name in "qkv"])
        products = self._biased(self._product(states, f"{layer}.qkv", joined), f"{layer}.qkv.b", biases)
        query, key, value = self._split(products)
        attended = self._apply("MultiHeadAttention", query, key, value, domain=_FUSED, num_heads=self._source.heads)
        states = self._added(attended, states, f"{layer}.ao", f"{layer}.aln")
        inner = self._product(states, f"{layer}.fi", self._matrix(f"{layer}.fi"))
        bias = self._constant(f"{layer}.fi.b", self._tensor(f"{layer}.fi.b"))
        return self._added(self._apply("BiasGelu", inner, bias, domain=_FUSED), states, f"{layer}.fo", f"{layer}.oln")

    def _added(self, states: str, before: str, dense: str, norm: str) -> str:
        product = self._product(states, dense, self._matrix(dense))
        product = self._biased(product, f"{dense}.b", self._tensor(f"{dense}.b"))
        return self._normalised(self._apply("Add", product, before), norm)

    def _product(self, states: str, name: str, matrix: Array) -> str:
        """Multiply in int8: activations by their row's scale, the matrix by its columns'."""
        scales = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / _LARGEST_WEIGHT
        self._constant(name, np.round(matrix / scales).astype(np.int8))
        self._constant(f"{name} scales", scales.astype(np.float32))
        largest = self._apply("ReduceMax", self._apply("Abs", states), "last axis", keepdims=1)
        largest = self._apply("Max", largest, "least")
        rows = self._apply("QuantizeLinear", self._apply("Div", states, largest), "scale", "zero")
        product = self._apply("MatMulIntegerToFloat", rows, name, "scale", f"{name} scales", "zero", domain=_FUSED)
        return self._apply("Mul", product, largest)

    def _normalised(self, states: str, name: str) -> str:
        gain = self._constant(f"{name}.w", self._tensor(f"{name}.w"))
        bias = self._constant(f"{name}.b", self._tensor(f"{name}.b"))
        return self._apply("LayerNormalization", states, gain, bias, axis=-1, epsilon=self._source.epsilon)

    def _biased(self, states: str, name: str, bias: Array) -> str:
        return self._apply("Add", states, self._constant(name, bias))

    def _split(self, states: str) -> list[str]:
        outputs = [f"value {len(self._nodes)}.{third}" for third in range(3)]
        self._nodes.append(helper.make_node("Split", [states, "thirds"], outputs, axis=-1))
        return outputs

    def _apply(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        output = f"value {len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output

    def _constant(self, name: str, value: Array | np.generic) -> str:
        self._constants[name] = np.asarray(value)
        return name

    def _tensor(self, name: str) -> Array:
        return self._source.tensors[name]

    def _matrix(self, name: str) -> Array:
        """A dense layer's weights as (inputs, outputs)."""
        outputs = len(self._tensor(f"{name}.b"))
        return self._tensor(f"{name}.w").reshape(outputs, -1).T
