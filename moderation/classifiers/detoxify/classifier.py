"""Detoxify as a classifier: a transformer for a second opinion, loaded by its own package.

A checkpoint is a pickle and runs code when opened, so it is opened only if its
SHA-256 is the pinned one. Nothing is ever downloaded here.
"""

import json
from collections.abc import Callable, Sequence
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from typing import Any

from moderation.classifiers.base import (
    ENGLISH_ONLY,
    Attribute,
    ReleaseError,
    Scores,
    Unexplained,
)
from moderation.classifiers.detoxify.packages import imported
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.transformer.reading import Reader

# What Detoxify calls each attribute
CLASSES = {
    Attribute.PROFANITY: "obscene",
    Attribute.PERSONAL_ATTACK: "insult",
    Attribute.THREAT: "threat",
    Attribute.IDENTITY_ATTACK: "identity_attack",
    Attribute.TOXICITY: "toxicity",
}
# In the configuration's folder: the word lists by which texts are normalised before they are
# read. Only a checkpoint that was trained on normalised texts has them.
WORD_LISTS = "word_lists.json"
# What Detoxify's `multilingual` was trained on
_MULTILINGUAL = frozenset({"en", "es", "fr", "it", "pt", "ru", "tr"})
_BATCH = 32
_MOST_TOKENS = 512
# The number of characters read of a text: more than fit into the tokens of most models
_LONGEST = 20_000


class DetoxifyClassifier(Unexplained):
    """Scores with a Detoxify checkpoint; thread-safe, one thread at a time."""

    def __init__(
        self, model: Any, *, name: str, digest: str, prepare: Callable[[str], str]
    ) -> None:
        languages = _MULTILINGUAL if name == "detoxify-multilingual" else ENGLISH_ONLY
        super().__init__(name=name, digest=digest, languages=languages)
        self._model = model
        self._prepare = prepare
        self._turn = Lock()

    @classmethod
    def load_named(cls, model: str) -> "DetoxifyClassifier":
        """Load a model that Detoxify publishes, such as `original`, from its download cache.

        The start of the checkpoint's SHA-256 is part of its published name.
        Raises ReleaseError if it is unknown, not in the cache, or not what it claims to be.
        """
        package = imported("detoxify.detoxify")
        if model not in package.MODEL_URLS:
            known = ", ".join(sorted(package.MODEL_URLS))
            raise ReleaseError(f"Detoxify has no model {model!r}. Name one of: {known}.")
        file_name = package.MODEL_URLS[model].rpartition("/")[2]
        checkpoint = Path(imported("torch").hub.get_dir()) / "checkpoints" / file_name
        if not checkpoint.exists():
            raise ReleaseError(
                f"{checkpoint} is missing. Where the network may be used, run once: "
                f"python -c \"from detoxify import Detoxify; Detoxify('{model}')\", or use the "
                "weights that come with Comity: python manage.py detoxify_checkpoint --help"
            )
        pinned = checkpoint.stem.rpartition("-")[2]
        return cls._load(checkpoint, pinned, name=f"detoxify-{model}", model_type=model)

    @classmethod
    def load_checkpoint(
        cls, checkpoint: Path, *, sha256: str, config_folder: Path
    ) -> "DetoxifyClassifier":
        """Load a checkpoint from disk, with configuration and tokenizer from `config_folder`.

        The checkpoint's own `config.arch.args.model_type` must name the same folder,
        since Detoxify reads the configuration from there. Texts are normalised if
        the folder has word lists. Raises ReleaseError if the file is missing, not the
        pinned one, or does not load completely, or if the word lists are damaged.
        """
        return cls._load(
            checkpoint,
            sha256,
            name=f"detoxify-{checkpoint.stem}",
            checkpoint=str(checkpoint),
            huggingface_config_path=str(config_folder),
        )

    @classmethod
    def _load(cls, path: Path, pinned: str, *, name: str, **arguments: str) -> "DetoxifyClassifier":
        package, torch = imported("detoxify"), imported("torch")
        digest = _verified_digest(path, pinned)
        try:
            model = package.Detoxify(**arguments)
            stored = torch.load(path, map_location="cpu", weights_only=False)["state_dict"]
        except Exception as error:
            raise ReleaseError(
                f"Detoxify cannot load {path} ({error}). Check that the configuration and "
                "tokenizer are on this machine and that the checkpoint's model_type names them."
            ) from error
        _check_weights(model, stored, path)
        _check_classes(model, path)
        _check_tokenizer(model, path)
        prepare = _preparation(arguments.get("huggingface_config_path"), model)
        return cls(model, name=name, digest=digest, prepare=prepare)

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        readable = [self._prepare((text or "")[:_LONGEST]) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(readable[place]))
        results: dict[int, Scores] = {}
        for first in range(0, len(order), _BATCH):
            places = order[first : first + _BATCH]
            scores = self._predict([readable[place] for place in places])
            results.update(zip(places, scores, strict=True))
        return [results[place] for place in range(len(texts))]

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return the same as `score`."""
        return self.score(texts)

    def _predict(self, texts: list[str]) -> list[Scores]:
        with self._turn:
            predicted = self._model.predict(texts)
        columns = {attribute: _as_list(predicted[label]) for attribute, label in CLASSES.items()}
        return [
            {attribute: values[row] for attribute, values in columns.items()}
            for row in range(len(texts))
        ]


def _verified_digest(checkpoint: Path, pinned: str) -> str:
    """Return the file's SHA-256 if it begins with `pinned`, at least 8 digits of it."""
    try:
        with checkpoint.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ReleaseError(
            f"Cannot read the checkpoint {checkpoint} ({error.strerror}). Check the path."
        ) from error
    if len(pinned) < 8 or not digest.startswith(pinned.lower()):
        raise ReleaseError(
            f"{checkpoint} was not opened: its SHA-256 is {digest}, pinned is {pinned!r}. "
            "Pin the checkpoint that you trust, or restore it."
        )
    return digest


def _check_weights(model: Any, stored: dict[str, Any], checkpoint: Path) -> None:
    """Raise ReleaseError if the model has weights that are not in the checkpoint."""
    loaded = model.model.state_dict()
    strays = [
        key
        for key, weight in loaded.items()
        if not key.endswith("position_ids")
        and (key not in stored or not bool((stored[key] == weight).all()))
    ]
    if strays:
        raise ReleaseError(
            f"{checkpoint} does not fit its model: {len(strays)} of {len(loaded)} weights, such "
            f"as {strays[0]}, are not in it and would be random. Restore the checkpoint."
        )


def _check_classes(model: Any, checkpoint: Path) -> None:
    missing = sorted(set(CLASSES.values()) - set(model.class_names))
    if missing:
        raise ReleaseError(
            f"{checkpoint} does not predict {', '.join(missing)}. Choose one that does, "
            "such as `original` or `unbiased`."
        )


def _check_tokenizer(model: Any, checkpoint: Path) -> None:
    """Cap the length, and raise ReleaseError if the tokenizer has no vocabulary."""
    tokenizer = model.tokenizer
    room = getattr(model.model.config, "max_position_embeddings", _MOST_TOKENS)
    if model.model.config.model_type in ("roberta", "xlm-roberta"):
        room -= 2  # their positions start after the padding index
    tokenizer.model_max_length = min(tokenizer.model_max_length, room, _MOST_TOKENS)
    calm, abusive = tokenizer(["thank you", "you idiot"])["input_ids"]
    if calm == abusive:
        raise ReleaseError(
            f"The tokenizer for {checkpoint} tells no words apart: its vocabulary is missing. "
            "Add vocab.txt or tokenizer.json to the configuration's folder."
        )


def _preparation(config_folder: str | None, model: Any) -> Callable[[str], str]:
    """Return what makes a text ready for the tokenizer, which takes no lone surrogates."""
    path = Path(config_folder or "", WORD_LISTS)
    if config_folder is None or not path.exists():
        return lambda text: text.encode("utf-8", "replace").decode()
    try:
        lists = json.loads(path.read_text("utf-8"))
        lexicon = Lexicon(lists["lexicon"], lists["known"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"The word lists {path} are damaged ({error!r}). Write the checkpoint anew: "
            "python manage.py detoxify_checkpoint"
        ) from error
    return Reader(Normalizer(lexicon), model.tokenizer.backend_tokenizer).written


def _as_list(scores: list[float] | float) -> list[float]:
    """Return Detoxify's scores as a list: for one text it gives a bare number."""
    return scores if isinstance(scores, list) else [scores]
