"""Writes the transformer release as a checkpoint that Detoxify's own code loads, offline.

A folder gets the checkpoint, the configuration and the tokenizer that the checkpoint's
`model_type` points to, and the word lists by which texts are normalised. The logits are
calibrated, so that `Detoxify.predict` gives the probabilities of the release for texts that
were normalised and fit into its window; longer ones it cuts off. How the mean over tokens
gets into a class that has none: mean_pooling.py.
"""

import json
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import ReleaseError
from moderation.classifiers.detoxify.classifier import CLASSES, WORD_LISTS, DetoxifyClassifier
from moderation.classifiers.detoxify.mean_pooling import pooled_by_first_token
from moderation.classifiers.detoxify.packages import imported
from moderation.classifiers.detoxify.stored_weights import StoredWeights
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.release_file import card_path
from moderation.classifiers.transformer.reading import Reader
from moderation.classifiers.transformer.record import Record
from moderation.classifiers.transformer.release import TransformerRelease

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MODEL = "BertForSequenceClassification"
# Keeps the tokenizer as the release has it; BertTokenizer would build it anew.
_TOKENIZER = "PreTrainedTokenizerFast"
# By how much a logit may differ from the one that the release records. The release computes
# with 8-bit numbers, which costs up to a third of a logit; with other weights or another
# tokenizer some of the answers are off by several.
_TOLERANCE = 1.0
# Closer to 0 or 1, the log odds of a probability say more about rounding.
_CERTAIN = 1e-4


# The key of a release's card under which the digest of the weights is pinned
WEIGHTS_SHA256 = "detoxify_weights_sha256"


class Checkpoint(NamedTuple):
    """What DETOXIFY_CHECKPOINT, DETOXIFY_SHA256 and DETOXIFY_CONFIG name.

    The file names its folder, so that its digest is another in each; `weights_sha256` is that
    of the weights alone.
    """

    path: Path
    sha256: str
    config_folder: Path
    weights_sha256: str


def write(release: Path, folder: Path, state: Mapping[str, Any] | None = None) -> Checkpoint:
    """Write the transformer release at `release` as a checkpoint into `folder`.

    The weights are those of the release, or what they were before they were rounded to
    8 bits: training has them as `state`, the network's `state_dict()`. The result is loaded
    through Detoxify and compared with the known answers of the release. Raises ReleaseError if
    the release cannot be read or is another kind of network, if a package of requirements.txt
    is missing, if the answers differ, or if the release's card pins other weights.
    """
    read, _ = TransformerRelease.load(release, threads=1)
    try:
        weights = StoredWeights.of(imported("onnx").load(release), state)
        parameters = pooled_by_first_token(weights.parameters, weights.layers)
    except ValueError as error:
        raise ReleaseError(f"{release} cannot be written as a checkpoint: {error}.") from error
    parameters = _calibrated(parameters, read.record)
    digest = weights_digest(parameters)
    if state is None:
        _check_pinned(release, digest)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "config.json", _configuration(weights, read.record))
    _write_json(folder / "tokenizer_config.json", _reading(read.record))
    (folder / "tokenizer.json").write_text(_with_ends(read.tokenizer), "utf-8")
    lexicon = read.record.lexicon
    _write_json(
        folder / WORD_LISTS, {"lexicon": list(lexicon.words), "known": sorted(lexicon.known)}
    )
    path = folder / f"{release.stem}.ckpt"
    _save(path, parameters, read.record)
    with path.open("rb") as written:
        checkpoint = Checkpoint(path, file_digest(written, "sha256").hexdigest(), folder, digest)
    _check_answers(checkpoint, read)
    return checkpoint


def weights_digest(parameters: Mapping[str, NDArray[np.float32]]) -> str:
    """Return a SHA-256 of weights by their names, which no folder or library's version changes."""
    digest = sha256()
    for name in sorted(parameters):
        own = np.ascontiguousarray(parameters[name], "<f4")
        digest.update(f"{name} {own.shape}\n".encode())
        digest.update(own.tobytes())
    return digest.hexdigest()


def _check_pinned(release: Path, digest: str) -> None:
    pinned = json.loads(card_path(release).read_text("utf-8")).get(WEIGHTS_SHA256, digest)
    if pinned != digest:
        raise ReleaseError(
            f"The weights read from {release} have the SHA-256 {digest}, its card says {pinned}: "
            "the packages that read it are not those it was released with. Run: pip install -r "
            "requirements.txt"
        )


def _calibrated(
    parameters: Mapping[str, NDArray[np.float32]], record: Record
) -> dict[str, NDArray[np.float32]]:
    """Return the parameters with calibrated logits: their sigmoid is the probability."""
    slopes = record.slopes.astype(np.float32)
    bias = parameters["classifier.bias"] * slopes + record.intercepts.astype(np.float32)
    return {
        **parameters,
        "classifier.weight": parameters["classifier.weight"] * slopes[:, None],
        "classifier.bias": bias,
    }


def _configuration(weights: StoredWeights, record: Record) -> dict[str, Any]:
    words, width = weights.embedding("word_embeddings").shape
    labels = [CLASSES[attribute] for attribute in record.attributes]
    return {
        "architectures": [_MODEL],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": words,
        "hidden_size": width,
        "num_hidden_layers": weights.layers + 1,
        "num_attention_heads": weights.heads,
        "intermediate_size": weights.inner,
        "max_position_embeddings": len(weights.embedding("position_embeddings")),
        "type_vocab_size": len(weights.embedding("token_type_embeddings")),
        "layer_norm_eps": weights.epsilon,
        "hidden_act": "gelu",
        "problem_type": "multi_label_classification",
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "label2id": {label: number for number, label in enumerate(labels)},
    }


def _reading(record: Record) -> dict[str, Any]:
    return {
        "tokenizer_class": _TOKENIZER,
        "model_max_length": record.window,
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
    }


def _with_ends(tokenizer: "Tokenizer") -> str:
    """Return the tokenizer as JSON, made to put [CLS] and [SEP] around each text.

    The transformer puts them around each window itself.
    """
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = imported("tokenizers.processors").TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    text: str = tokenizer.to_str()
    return text


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _save(path: Path, parameters: Mapping[str, NDArray[np.float32]], record: Record) -> None:
    """Write the checkpoint whole or not at all."""
    torch = imported("torch")
    labels = [CLASSES[attribute] for attribute in record.attributes]
    architecture = {
        "num_classes": len(labels),
        "model_type": str(path.parent),
        "model_name": _MODEL,
        "tokenizer_name": _TOKENIZER,
    }
    content = {
        "config": {"arch": {"args": architecture}, "dataset": {"args": {"classes": labels}}},
        # A copy: arrays read from a file cannot be written to, and those of 0 are shared.
        "state_dict": {name: torch.tensor(own) for name, own in parameters.items()},
    }
    unfinished = path.with_suffix(".tmp")
    torch.save(content, unfinished)
    unfinished.replace(path)


def _check_answers(checkpoint: Checkpoint, read: TransformerRelease) -> None:
    """Raise ReleaseError unless the known texts that fit into the window get their answers."""
    record = read.record
    reader = Reader(Normalizer(record.lexicon), read.tokenizer)
    known = [
        (text, answer * record.slopes + record.intercepts)
        for text, answer in zip(record.questions, record.answers, strict=True)
        if len(reader.ids(text)) <= record.window - 2
    ]
    classifier = DetoxifyClassifier.load_checkpoint(
        checkpoint.path, sha256=checkpoint.sha256, config_folder=checkpoint.config_folder
    )
    scores = classifier.score([text for text, _ in known])
    found = np.array([[own[attribute] for attribute in record.attributes] for own in scores])
    expected = 1 / (1 + np.exp(-np.array([logits for _, logits in known])))
    off = np.abs(_log_odds(found) - _log_odds(expected)).max(initial=0)
    if off > _TOLERANCE:
        checkpoint.path.unlink()
        raise ReleaseError(
            f"Detoxify does not give the answers of the release (a logit is off by {off:.2f}), so "
            f"{checkpoint.path} was deleted. Run: pip install -r requirements.txt"
        )


def _log_odds(probabilities: Floats) -> Floats:
    within = np.clip(probabilities, _CERTAIN, 1 - _CERTAIN)
    return np.log(within / (1 - within))
