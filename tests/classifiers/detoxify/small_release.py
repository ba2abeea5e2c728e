"""A transformer release with random weights: small, but built as the shipped one is."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import onnx
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from moderation.classifiers.base import Attribute
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.release_file import write_card

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = ("you", "are", "an", "idiot", "thank", "the", "bridge", "is", "late", "again", "fine")
WINDOW = 16
CALIBRATION = {
    attribute.value: (1.0 + number / 10, number / 5) for number, attribute in enumerate(Attribute)
}
QUESTIONS = ("", "thank you", "you are an idiot")


class SmallRelease(NamedTuple):
    """A release, and the network in torch that it was made from."""

    path: Path
    network: Any
    tokenizer: Tokenizer

    def probabilities(self, texts: Sequence[str]) -> list[dict[Attribute, float]]:
        """The masked mean, the head and the calibration in torch, for texts of plain words."""
        torch = import_module("torch")
        slopes, intercepts = torch.tensor(list(CALIBRATION.values())).T
        rows = torch.sigmoid(self.logits(texts) * slopes + intercepts).tolist()
        return [dict(zip(Attribute, row, strict=True)) for row in rows]

    def logits(self, texts: Sequence[str]) -> Any:
        torch = import_module("torch")
        first, last = (self.tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        rows = [[first, *self.tokenizer.encode(text).ids, last] for text in texts]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        with torch.no_grad():
            return self.network(ids, mask)


def write(folder: Path, *, exact: bool = False, off: float = 0.0) -> SmallRelease:
    """Write a release in 8 bits, or exactly; its known answers are wrong by `off`."""
    export = import_module("moderation.classifiers.training.transformer.export")
    tokenizer, network = _tokenizer(), _network()
    model = (export.exact_model if exact else export.quantized)(
        network.state_dict(), network.encoder.config
    )
    release = SmallRelease(folder / "small.onnx", network, tokenizer)
    answers = (release.logits(QUESTIONS) + off).tolist()
    export.described(
        model,
        tokenizer=tokenizer.to_str(),
        attributes=[attribute.value for attribute in Attribute],
        calibration=CALIBRATION,
        window=WINDOW,
        lexicon=Lexicon(["idiot"], WORDS),
        known_answers=[
            {"text": text, "logits": logits}
            for text, logits in zip(QUESTIONS, answers, strict=True)
        ],
    )
    onnx.save(model, release.path)
    write_card(release.path, {})
    return release


def _tokenizer() -> Tokenizer:
    numbers = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def _network() -> Any:
    torch, transformers = import_module("torch"), import_module("transformers")
    network = import_module("moderation.classifiers.training.transformer.network")
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(SPECIAL) + len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=2 * WINDOW,
        layer_norm_eps=1e-12,
    )
    made = network.Network(config).eval()
    # As far apart as trained weights put the logits; new ones say nearly the same of all texts.
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if "LayerNorm" not in name:
                parameter.normal_(std=0.3)
    return made
