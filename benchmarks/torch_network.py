"""The transformer release's weights in torch, in 32-bit numbers: what int8 is compared with."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.transformer.beginning import load_release
from moderation.classifiers.transformer.reading import Reader
from moderation.classifiers.transformer.release import TransformerRelease


def score_of(path: Path) -> Callable[[Sequence[str]], object]:
    """Return the work of reading texts one by one on one thread.

    Texts are normalised and tokenized as the release does, and cut to its window.
    """
    torch.set_num_threads(1)
    network = load_release(path).eval()
    release, _ = TransformerRelease.load(path, threads=1)
    reader = Reader(Normalizer(release.record.lexicon), release.tokenizer)
    (first, last), room = release.ends, release.record.window - 2

    def score(texts: Sequence[str]) -> list[torch.Tensor]:
        with torch.inference_mode():
            rows = [torch.tensor([[first, *reader.ids(t)[:room], last]]) for t in texts]
            return [network(ids, torch.ones_like(ids)) for ids in rows]

    return score
