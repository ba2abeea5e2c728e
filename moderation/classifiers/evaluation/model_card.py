"""Composes a release's model card: data, licences, figures, limits."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

import numpy as np

from moderation.classifiers.base import Scores
from moderation.classifiers.corpora.corpus import (
    COLUMNS,
    HELD_OUT_PERCENT,
    Corpus,
    Source,
    is_held_out,
)
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.figures import Figures, LeftOut, Scorer, ranking, without_nan

Card = dict[str, Any]

_WIKIPEDIA = "CC0 annotations (Jigsaw 2018), CC BY-SA 3.0 comments (Wikipedia)"
LICENCES = {
    "jigsaw_wiki_6label": _WIKIPEDIA,
    "jigsaw_wiki_toxic_only": _WIKIPEDIA,
    "jigsaw_wiki_cleaned_6label": _WIKIPEDIA,
    "wiki_talk_context_toxicity": "Apache-2.0, CC BY-SA comments (Wikipedia)",
    "paradetox_pairs": "CC0 1.0",
    "civil_toxic_spans": "CC0 1.0",
    "guest_misogyny_reddit": "MIT",
    "hatexplain_text_only": "MIT",
    "stormfront_sentences": "CC BY-SA 3.0 ES",
    "civil_comments_news": "CC0",
    "jigsaw_wiki_6label_more": _WIKIPEDIA,
    "edos_sexism": "CC0 1.0",
    "hatemoji_build": "CC BY 4.0",
    "davidson_tweets": "MIT",
    "germeval2018_de": "CC BY 4.0 (Wiegand, Siegel, Ruppenhofer 2018)",
    "told_br_pt": "CC BY-SA 4.0 (Leite, Silva, Bontcheva, Scarton 2020)",
    "olid_br_pt": "CC BY 4.0 (Trajano, Bordini, Vieira 2023)",
    "mpold_news_ar": "Apache-2.0 (Chowdhury and others 2020)",
    "surge_profanity_en (word list)": "MIT",
    "ldnoobw_en (word list)": "CC BY 4.0",
}
LIMITS = (
    "It reads English. Other languages are not judged, only left alone.",
    "Irony, quotation and counter-speech can mislead it, and it does not know the thread.",
    "Its labels come from crowd workers who read talk pages, news comments and social media.",
    "It is an aid for moderators: a person should remove, the score should only queue or hold.",
    "Scores of texts over some hundred words are less certain than those of short ones.",
)


def describe(
    scorer: Scorer,
    corpus: Corpus,
    sources: Iterable[Source],
    left_out: LeftOut,
    *,
    seed: int,
    trained_with: Card,
    further_licences: dict[str, str],
) -> Card:
    """Return the card: data with licences, figures on comments that were not seen, limits."""
    held_out = corpus.where(is_held_out(text) for text in corpus.texts)
    return {
        "task": "share of readers who would call a comment each attribute, from 0 to 1",
        "attributes": [attribute.value for attribute in COLUMNS],
        "trained_with": {"seed": seed, **trained_with},
        "data": described_sources(sources, corpus),
        "licences": LICENCES | further_licences,
        "held_out": (
            f"{HELD_OUT_PERCENT} % of all texts by a hash of their letters, so that copies of a "
            "text in several sets fall on the same side"
        ),
        "figures": figures_by_source(scorer.score(held_out.texts), held_out, seed=seed),
        "left_out": (
            "training comments by models that left their fold out, calibrated on the other folds"
        ),
        "figures_left_out": _figures_left_out(left_out, seed),
        "limits": LIMITS,
    }


def described_sources(sources: Iterable[Source], corpus: Corpus) -> list[Card]:
    """Return what is used of each set: weight, comments, and labels for each attribute."""
    return [_described(source, corpus) for source in sources]


def figures_by_source(scores: Sequence[Scores], corpus: Corpus, *, seed: int) -> Card:
    """Return the figures of each set in a corpus, whose comments got `scores`."""
    found = {}
    for source in sorted(set(corpus.sources.tolist())):
        rows = corpus.sources == source
        own = list(compress(scores, rows))
        found[source] = _without_curves(ranking(own, corpus.where(rows), seed=seed, repeats=60))
    return found


def _described(source: Source, corpus: Corpus) -> Card:
    rows = corpus.sources == source.name
    labels = corpus.labels[rows]
    return {
        "name": source.name,
        "weight": source.weight,
        "comments": int(rows.sum()),
        "labels": {
            attribute.value: int((~np.isnan(labels[:, column])).sum())
            for column, attribute in enumerate(COLUMNS)
            if attribute in source.attributes
        },
    }


def _figures_left_out(left_out: LeftOut, seed: int) -> Card:
    """Return figures on the random sample, and the AUC of all positives against its negatives.

    The second is for attributes that are too rare in the random sample.
    """
    random_sample = left_out.corpus.random_sample
    scores = [dict(zip(COLUMNS, row, strict=True)) for row in left_out.probabilities.tolist()]
    drawn = list(compress(scores, random_sample))
    auc = {}
    for column, attribute in enumerate(COLUMNS):
        label = left_out.corpus.labels[:, column]
        rows = metrics.positive(label) | random_sample
        auc[attribute.value] = metrics.auc(label[rows], left_out.probabilities[rows, column])
    return {
        "natural_prevalence": _without_curves(
            ranking(drawn, left_out.corpus.where(random_sample), seed=seed, repeats=60)
        ),
        "auc_of_all_against_calm_life": auc,
    }


def _without_curves(evaluation: Figures) -> Card:
    """Return the figures without the curves, which are for plots."""
    kept = {
        name: {key: value for key, value in figures.items() if not key.endswith("_curve")}
        for name, figures in evaluation.items()
    }
    return dict(without_nan(kept))
