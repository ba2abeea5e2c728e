"""Sentences in other languages than English, made from frames and lists: a file for each."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain, product
from math import nan
from pathlib import Path
from random import Random
from typing import Any

from moderation.classifiers.corpora.corpus import COLUMNS, LabelledComment

# The source that a corpus names for them
MADE = "made"
_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
# A frame with two slots would outnumber all others
_MOST_OF_A_FRAME = 60


def sentences(language: str, *, seed: int, offered: frozenset[str]) -> Iterator[LabelledComment]:
    """Yield the sentences in `language`, the same ones for the same `seed`.

    Their labels are those of the columns `offered`; all others are missing, since a release
    must not offer what no person labelled in its language.
    """
    made = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    random = Random(seed)  # noqa: S311 -- not a secret
    for kind in made["kinds"]:
        labels = tuple(
            float(kind["labels"].get(column, 0.0)) if column in offered else nan
            for column in COLUMNS.values()
        )
        texts = chain.from_iterable(_filled(f, made["slots"], random) for f in kind["frames"])
        for text in dict.fromkeys(texts):
            yield LabelledComment(text, labels, MADE, 1.0, random_sample=False)


def _filled(frame: str, slots: dict[str, Any], random: Random) -> list[str]:
    names = list(dict.fromkeys(_SLOT.findall(frame)))
    fillings = list(product(*(slots[name] for name in names)))
    chosen = random.sample(fillings, min(len(fillings), _MOST_OF_A_FRAME))
    return [_capital(frame.format(**dict(zip(names, words, strict=True)))) for words in chosen]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
