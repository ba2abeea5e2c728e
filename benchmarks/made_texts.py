"""Texts to measure classifiers on: words as frequent as in English, and made comments."""

from random import Random

import numpy as np

from moderation.classifiers.corpora.synthetic import contempt, threats
from moderation.classifiers.corpora.synthetic.dilution import diluted, long_calm
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM
from moderation.classifiers.linear.weights import LinearWeights

TEXT_LENGTH = 200
HOSTILE = 0.07


def make_texts(release: LinearWeights, number: int, seed: int = 0) -> list[str]:
    """Return texts of words drawn by Zipf's law from those in the release."""
    random = np.random.default_rng(seed)
    words = np.array([w for w in release.known if w.isalpha()] + list(release.lexicon))
    random.shuffle(words)
    share = 1 / np.arange(2, len(words) + 2)
    drawn = random.choice(words, size=(number, 60), p=share / share.sum())
    ends = random.choice([" ", " ", " ", " ", ", ", ". ", "! "], size=drawn.shape)
    return [
        "".join(map("".join, zip(*row, strict=True)))[:TEXT_LENGTH]
        for row in zip(drawn, ends, strict=True)
    ]


def made_comments(number: int, seed: int = 0) -> list[str]:
    """Return comments of TEXT_LENGTH or so, HOSTILE of which hold a hostile sentence."""
    random = Random(seed)
    clauses = lines("calm_clauses")
    hostile = list(contempt.sentences(random))
    hostile += [made for made in threats.sentences(random) if made.labels != CALM]
    return [
        diluted(random.choice(hostile), clauses, random).text[:TEXT_LENGTH]
        if random.random() < HOSTILE
        else long_calm(clauses, random).text[:TEXT_LENGTH]
        for _ in range(number)
    ]
