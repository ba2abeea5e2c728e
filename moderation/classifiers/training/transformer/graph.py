"""Writes the network as an ONNX graph, operation by operation.

The graph is written by hand rather than traced: the initialisers keep the names of
the network's parameters (matrices transposed, inputs × outputs), the operations are
few and known, and no tracing compiler is needed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

# The opset that has GELU; the runtime that is pinned reads it
OPSET = 20
_IR_VERSION = 10
_EMBEDDINGS = "encoder.embeddings"
# Added to the scores of padding, before the softmax
_HIDDEN = -10_000.0


class GraphBuilder:
    """Collects the nodes and initialisers of a graph; each call returns an output's name."""

    def __init__(self, state: Mapping[str, NDArray[np.float32]]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def add(
        self, operation: str, *inputs: str, outputs: Sequence[str] = (), **attributes: Any
    ) -> str:
        """Add a node; its output is named after it where no name is given."""
        names = list(outputs) or [f"{operation.lower()}_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(operation, list(inputs), names, **attributes))
        return names[0]

    def constant(self, name: str, value: Any, kind: type = np.float32) -> str:
        """Add a constant that is no parameter."""
        self.initializers[name] = numpy_helper.from_array(np.asarray(value, dtype=kind), name)
        return name

    def parameter(self, name: str, *, transposed: bool = False) -> str:
        """Add a parameter of the network under its own name."""
        value = self.state[name].T if transposed else self.state[name]
        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def linear(self, name: str, vectors: str, outputs: Sequence[str] = ()) -> str:
        product = self.add("MatMul", vectors, self.parameter(f"{name}.weight", transposed=True))
        return self.add("Add", product, self.parameter(f"{name}.bias"), outputs=outputs)

    def normalized(self, name: str, vectors: str, epsilon: float) -> str:
        weight, bias = self.parameter(f"{name}.weight"), self.parameter(f"{name}.bias")
        return self.add("LayerNormalization", vectors, weight, bias, axis=-1, epsilon=epsilon)


def build(
    state: Mapping[str, NDArray[np.float32]], *, layers: int, heads: int, epsilon: float
) -> onnx.ModelProto:
    """Return the model: `ids` and `mask`, texts × tokens, to `logits` and `token_logits`."""
    graph = GraphBuilder(state)
    width = state[f"{_EMBEDDINGS}.word_embeddings.weight"].shape[1]
    graph.constant("heads_shape", [0, 0, heads, width // heads], np.int64)
    graph.constant("joined_shape", [0, 0, width], np.int64)
    graph.constant("scale", 1 / np.sqrt(width // heads))
    hidden, weights = _embedded(graph, epsilon), graph.add("Cast", "mask", to=TensorProto.FLOAT)
    padding = _padding(graph, weights)
    for number in range(layers):
        hidden = _layer(graph, f"encoder.encoder.layer.{number}", hidden, padding, epsilon)
    outputs = _head(graph, hidden, weights, len(state["head.bias"]))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("ids", "mask")
    ]
    made = helper.make_graph(
        graph.nodes, "comity", inputs, outputs, list(graph.initializers.values())
    )
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(made, opset_imports=[opset], ir_version=_IR_VERSION)
    onnx.checker.check_model(model)
    return model


def _embedded(graph: GraphBuilder, epsilon: float) -> str:
    """Add word, place and segment embeddings. Every token is of the first segment."""
    words = graph.add("Gather", graph.parameter(f"{_EMBEDDINGS}.word_embeddings.weight"), "ids")
    graph.constant("zero", [0], np.int64)
    size = graph.add("Gather", graph.add("Shape", "ids"), graph.constant("one", [1], np.int64))
    places = graph.add(
        "Slice", graph.parameter(f"{_EMBEDDINGS}.position_embeddings.weight"), "zero", size, "zero"
    )
    segment = graph.add(
        "Slice",
        graph.parameter(f"{_EMBEDDINGS}.token_type_embeddings.weight"),
        "zero",
        "one",
        "zero",
    )
    summed = graph.add("Add", words, graph.add("Add", places, segment))
    return graph.normalized(f"{_EMBEDDINGS}.LayerNorm", summed, epsilon)


def _padding(graph: GraphBuilder, weights: str) -> str:
    """Return what is added to attention scores: 0 for tokens, far less for padding."""
    axes = graph.constant("head_axes", [1, 2], np.int64)
    inverse = graph.add("Sub", graph.constant("unit", 1.0), graph.add("Unsqueeze", weights, axes))
    return graph.add("Mul", inverse, graph.constant("hidden", _HIDDEN))


def _layer(graph: GraphBuilder, name: str, hidden: str, padding: str, epsilon: float) -> str:
    attended = _attention(graph, f"{name}.attention.self", hidden, padding)
    attended = graph.linear(f"{name}.attention.output.dense", attended)
    hidden = graph.normalized(
        f"{name}.attention.output.LayerNorm", graph.add("Add", attended, hidden), epsilon
    )
    inner = graph.add("Gelu", graph.linear(f"{name}.intermediate.dense", hidden))
    outer = graph.linear(f"{name}.output.dense", inner)
    return graph.normalized(f"{name}.output.LayerNorm", graph.add("Add", outer, hidden), epsilon)


def _attention(graph: GraphBuilder, name: str, hidden: str, padding: str) -> str:
    query, key, value = (
        graph.add(
            "Transpose",
            graph.add("Reshape", graph.linear(f"{name}.{part}", hidden), "heads_shape"),
            perm=order,
        )
        for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
    )
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), "scale"), padding)
    mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    return graph.add("Reshape", graph.add("Transpose", mixed, perm=[0, 2, 1, 3]), "joined_shape")


def _head(
    graph: GraphBuilder, hidden: str, weights: str, attributes: int
) -> list[onnx.ValueInfoProto]:
    """Add the head on each token, and the mean over tokens, which is the head on their mean."""
    graph.linear("head", hidden, outputs=["token_logits"])
    axis = graph.constant("last_axis", [2], np.int64)
    counted = graph.add("Mul", "token_logits", graph.add("Unsqueeze", weights, axis))
    total = graph.add("ReduceSum", counted, "one", keepdims=0)
    graph.add("Div", total, graph.add("ReduceSum", weights, "one", keepdims=1), outputs=["logits"])
    return [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", attributes]),
        helper.make_tensor_value_info(
            "token_logits", TensorProto.FLOAT, ["texts", "tokens", attributes]
        ),
    ]
