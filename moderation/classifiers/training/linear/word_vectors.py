"""Word vectors from a sentence encoder, for words that are rare in the training comments.

    python -m moderation.classifiers.training.linear.word_vectors \
         --model FOLDER --data FOLDER --output FILE

The vectors are needed for training only. A linear model over the mean vector of
a text gives every word a weight of its own, and only that weight is released.
"""

import argparse
import importlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track
from scipy import sparse
from sklearn.decomposition import PCA

from moderation.classifiers import whole_file
from moderation.classifiers.arrays import Floats
from moderation.classifiers.corpora.corpus import is_held_out, read_texts
from moderation.classifiers.linear.features import tokens
from moderation.classifiers.normalization.normalizer import Normalizer

_BATCH = 256
_DIMENSIONS = 128
_LEAST_SEEN = 2
_LONGEST = 25


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`vectors[i]` is the vector, words × dimensions, of `words[i]`."""

    words: tuple[str, ...]
    vectors: Floats

    @classmethod
    def load(cls, path: Path) -> "WordVectors":
        """Read vectors from a file written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            words = arrays["words"].tobytes().decode().split("\n")
            return cls(tuple(words), arrays["vectors"].astype(np.float64))

    def save(self, path: Path) -> None:
        """Write the vectors, in half precision."""
        words = np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8)
        with whole_file.opened(path, "wb") as file:
            np.savez_compressed(file, words=words, vectors=self.vectors.astype(np.float16))

    def sums(self, sequences: Sequence[list[str]]) -> Floats:
        """Return the sum of the vectors of each text's distinct tokens, texts × dimensions."""
        place = {word: row for row, word in enumerate(self.words)}
        found = [[place[t] for t in dict.fromkeys(s) if t in place] for s in sequences]
        ends = np.cumsum([0, *map(len, found)])
        columns = [column for row in found for column in row]
        counts = sparse.csr_matrix(
            (np.ones(len(columns)), columns, ends), shape=(len(sequences), len(self.words))
        )
        return np.asarray(counts @ self.vectors)


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Return the words that occur in at least two texts."""
    normalize = Normalizer()
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(set(tokens(normalize(text).text)))
    return sorted(
        word
        for word, times in seen.items()
        if times >= _LEAST_SEEN and word.replace("'", "").isalpha() and len(word) <= _LONGEST
    )


def encode(words: Sequence[str], model_folder: Path, *, seed: int) -> WordVectors:
    """Return each word's vector: the encoder's mean state, reduced to its main directions."""
    torch, transformers = map(importlib.import_module, ("torch", "transformers"))
    tokenizer = transformers.AutoTokenizer.from_pretrained(model_folder, local_files_only=True)
    model = transformers.AutoModel.from_pretrained(model_folder, local_files_only=True).eval()
    by_length = sorted(words, key=len)
    starts = range(0, len(by_length), _BATCH)
    with torch.inference_mode():
        states = [
            _mean_states(tokenizer, model, by_length[start : start + _BATCH])
            for start in track(starts, "Encoding words")
        ]
    vectors = np.concatenate(states)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    reduced = PCA(_DIMENSIONS, random_state=seed).fit_transform(vectors)
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    return WordVectors(tuple(by_length), reduced)


def _mean_states(tokenizer: Any, model: Any, words: list[str]) -> Floats:
    inputs = tokenizer(words, padding=True, truncation=True, max_length=16, return_tensors="pt")
    states = model(**inputs).last_hidden_state
    mask = inputs["attention_mask"][..., None]
    return np.asarray(((states * mask).sum(1) / mask.sum(1)).numpy(), dtype=np.float64)


def main() -> None:
    """Encode the words of the training texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a sentence encoder's folder")
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="file to write, .npz")
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    texts = (text for text in read_texts(arguments.data) if not is_held_out(text))
    encode(vocabulary(texts), arguments.model, seed=arguments.seed).save(arguments.output)


if __name__ == "__main__":
    main()
