"""Reads comments with a small fine-tuned language model, as an ONNX file with 8-bit weights."""

from moderation.classifiers.transformer.classifier import SHIPPED_RELEASE, TransformerClassifier

__all__ = ["SHIPPED_RELEASE", "TransformerClassifier"]
