"""The examples of a training run as token ids, made behind a progress bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from rich.progress import Progress
from tokenizers import Tokenizer

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, DataError, is_held_out
from moderation.classifiers.corpora.sources import NEWS
from moderation.classifiers.corpora.synthetic.makers import all_sentences
from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.transformer.examples import (
    Encoded,
    Example,
    Recipe,
    encoded,
    stages,
)
from moderation.classifiers.training.transformer.fitting import Fit
from moderation.classifiers.transformer.reading import Reader
from moderation.classifiers.transformer.release import end_tokens

_TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)
# How many held-out news comments show how the training goes
_WATCHED = 600


@dataclass(frozen=True, slots=True)
class Settings:
    """How a release is trained; the defaults make the shipped one.

    `longest` is how many tokens of a comment are learnt from, `window` how many are read
    at once; `sentences` limits the made sentences, for a quick try.
    """

    recipe: Recipe = field(default_factory=Recipe)
    fit: Fit = field(default_factory=Fit)
    longest: int = 96
    window: int = 128
    sentences: int | None = None
    seed: int = 2026


def tokenizer_of(encoder: Path) -> Tokenizer:
    """Return the tokenizer in an encoder's folder, without its own padding and cutting."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def special_tokens(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of the tokens before and after a text.

    Raises DataError if the vocabulary has none.
    """
    try:
        return end_tokens(tokenizer)
    except ValueError as error:
        raise DataError(
            "The encoder's tokenizer has no [CLS] and [SEP]: it is not of a BERT."
        ) from error


class Rows:
    """The examples of a run: what is learnt, and what is held out."""

    def __init__(
        self, corpus: Corpus, tokenizer: Tokenizer, settings: Settings, progress: Progress
    ) -> None:
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.settings = settings
        self._progress = progress
        # The word lists that the linear release learnt say what is a disguise here too.
        words, _ = LinearWeights.load(SHIPPED_RELEASE)
        self.lexicon = Lexicon(words.lexicon, words.known)
        self._reader = Reader(Normalizer(self.lexicon), tokenizer)
        self._first, self._last = special_tokens(tokenizer)
        held_out = np.array([is_held_out(text) for text in corpus.texts])
        self._training = corpus.where(~held_out)
        self.held_out = corpus.where(held_out)

    def stages(self) -> list[list[Encoded]]:
        """Return what is learnt, stage by stage."""
        seed = self.settings.seed
        sentences = list(islice(all_sentences(seed), self.settings.sentences))
        made = stages(self._training, sentences, self.settings.recipe, seed=seed)
        return [
            list(self._encoded(stage, f"Reading stage {number}", self.settings.longest))
            for number, stage in enumerate(made, start=1)
        ]

    def watched(self) -> list[Encoded]:
        """Return some held-out news comments."""
        news = self.held_out.where(self.held_out.sources == NEWS)
        return self.encoded(Corpus(news.comments[:_WATCHED]))

    def encoded(self, corpus: Corpus) -> list[Encoded]:
        """Return labelled comments as token ids, as much as is read at once."""
        examples = [Example(each.text, each.labels, each.weight) for each in corpus.comments]
        return list(self._encoded(examples, "Reading held-out comments", self.settings.window))

    def _encoded(self, examples: Sequence[Example], task: str, longest: int) -> Iterator[Encoded]:
        tracked = self._progress.track(examples, description=task)
        return encoded(tracked, self._ids, longest=longest)

    def _ids(self, text: str) -> list[int]:
        return [self._first, *self._reader.ids(text), self._last]
