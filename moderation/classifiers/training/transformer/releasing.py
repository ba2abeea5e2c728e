"""Makes a release of a trained network: 8-bit weights, calibration, known answers, card."""

import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnxruntime

from moderation.classifiers.arrays import Floats
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus
from moderation.classifiers.corpora.sources import CONVERSATIONS, NEWS, REGISTRY
from moderation.classifiers.detoxify import checkpoint
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.model_card import Card, described_sources, figures_by_source
from moderation.classifiers.release_file import write_card
from moderation.classifiers.training.prevalence import PREVALENCE
from moderation.classifiers.training.transformer.calibration import calibration
from moderation.classifiers.training.transformer.export import described, quantized
from moderation.classifiers.training.transformer.fitting import predict
from moderation.classifiers.training.transformer.network import Network
from moderation.classifiers.training.transformer.rows import Rows, special_tokens
from moderation.classifiers.transformer.classifier import TransformerClassifier

_KNOWN_TEXTS = (
    "",
    "Thank you for this thoughtful report about the new bridge.",
    "You are a complete idiot and everybody knows it.",
    "I hope somebody burns your house down.",
    "Those people are vermin and should be sent back.",
    "What a damn fine goal in the last minute!",
    "The mayor said that he had been called a liar, and the court agreed. " * 12,
)
ENCODER = "all-MiniLM-L6-v2, Apache-2.0"


class Trained(NamedTuple):
    """A trained network, the steps that it took, and what it began with beside the encoder."""

    network: Network
    steps: int
    start_from: Path | None


def write_release(trained: Trained, rows: Rows, random_news: Corpus, output: Path) -> None:
    """Write the release of a network to `output`, its card beside it, and a folder for Detoxify."""
    network = trained.network
    model = quantized(network.state_dict(), network.encoder.config)
    draft = _draft(model, rows)
    held_out = rows.held_out.where(np.isin(rows.held_out.sources, CONVERSATIONS))
    logits = draft.logits(held_out.texts)
    fitted = _calibrated(logits, held_out)
    answers = draft.logits(_KNOWN_TEXTS)
    onnx.save(_with_metadata(model, rows, fitted, _known_answers(_KNOWN_TEXTS, answers)), output)
    card = {
        "task": "share of readers who would call a comment each attribute, from 0 to 1",
        "attributes": [attribute.value for attribute in COLUMNS],
        "encoder": ENCODER,
        "trained_with": {
            "seed": rows.settings.seed,
            "start_from": trained.start_from.name if trained.start_from else None,
            "steps": trained.steps,
            "passes": dict(rows.settings.recipe.passes),
            "layers": rows.settings.fit.layers,
            **{name: version(name) for name in ("torch", "transformers", "onnxruntime")},
        },
        "data": described_sources(REGISTRY, rows.corpus),
        "cost_of_8_bits": _cost(network, rows, held_out, logits),
        "figures": _figures(logits, fitted, held_out),
        "figures_random_news": _figures(draft.logits(random_news.texts), fitted, random_news),
    }
    write_card(output, card)
    # The weights that the command makes of the file are pinned, and kept beside it as well.
    made = checkpoint.write(output, output.with_name(f"{output.stem}-detoxify"))
    write_card(output, card | {checkpoint.WEIGHTS_SHA256: made.weights_sha256})


def _draft(model: onnx.ModelProto, rows: Rows) -> TransformerClassifier:
    """Return the classifier before calibration, by way of a file as all are."""
    neutral = {attribute.value: (1.0, 0.0) for attribute in COLUMNS}
    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.array([special_tokens(rows.tokenizer)])
    (empty,) = session.run(["logits"], {"ids": ids, "mask": np.ones_like(ids)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.onnx"
        onnx.save(_with_metadata(model, rows, neutral, _known_answers([""], empty)), path)
        write_card(path, {})
        return TransformerClassifier.load(path, threads=2)


def _with_metadata(
    model: onnx.ModelProto,
    rows: Rows,
    fitted: Mapping[str, Sequence[float]],
    answers: Sequence[Mapping[str, Any]],
) -> onnx.ModelProto:
    return described(
        model,
        tokenizer=rows.tokenizer.to_str(),
        attributes=[attribute.value for attribute in COLUMNS],
        calibration=fitted,
        window=rows.settings.window,
        lexicon=rows.lexicon,
        known_answers=answers,
    )


def _known_answers(texts: Sequence[str], logits: Floats) -> list[dict[str, Any]]:
    return [
        {"text": text, "logits": [round(float(logit), 4) for logit in row]}
        for text, row in zip(texts, logits, strict=True)
    ]


def _calibrated(logits: Floats, held_out: Corpus) -> dict[str, tuple[float, float]]:
    return {
        attribute.value: calibration(
            logits[:, column], held_out.labels[:, column], PREVALENCE[attribute]
        )
        for column, attribute in enumerate(COLUMNS)
    }


def _figures(logits: Floats, fitted: Mapping[str, Sequence[float]], corpus: Corpus) -> Card:
    slopes, intercepts = np.array([fitted[attribute.value] for attribute in COLUMNS]).T
    probabilities = 1 / (1 + np.exp(-(logits * slopes + intercepts)))
    scores = [dict(zip(COLUMNS, row, strict=True)) for row in probabilities.tolist()]
    return figures_by_source(scores, corpus, seed=0)


def _cost(
    network: Network, rows: Rows, held_out: Corpus, logits: Floats
) -> dict[str, dict[str, float]]:
    """Return the AUC of the weights as trained and in 8 bits, on held-out news comments."""
    news = held_out.sources == NEWS
    corpus = held_out.where(news)
    exact = predict(network, rows.encoded(corpus))
    return {
        attribute.value: {
            "exact": round(metrics.auc(corpus.labels[:, column], exact[:, column]), 4),
            "8 bits": round(metrics.auc(corpus.labels[:, column], logits[news, column]), 4),
        }
        for column, attribute in enumerate(COLUMNS)
    }
