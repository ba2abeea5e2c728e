"""Compares classifiers by speed in one run on one core: `make bench-classifier`.

The linear classifier and its peers read texts of words that the release knows, as frequent
as words are in English (Zipf); the transformer and `standard`, for which it matters what a
text says, read made comments of which as many are hostile as under news. Both are about
200 characters long and need no data. The last line is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from benchmarks import cold_start
from benchmarks.sklearn_pipeline import scikit_learn_pipeline
from moderation.classifiers.base import Attribute, Classifier, ReleaseError
from moderation.classifiers.corpora.synthetic import contempt, threats
from moderation.classifiers.corpora.synthetic.dilution import diluted, long_calm
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM
from moderation.classifiers.evaluation.baselines import load_baseline
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.standard import SHIPPED_RELEASE as SHIPPED_STANDARD
from moderation.classifiers.standard import StandardClassifier
from moderation.classifiers.transformer import SHIPPED_RELEASE as SHIPPED_TRANSFORMER
from moderation.classifiers.transformer import TransformerClassifier

Texts = Sequence[str]
Work = Callable[[Texts], object]

TEXT_LENGTH = 200
HOSTILE = 0.07
RESULTS = Path(__file__).parent / "results"


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


def rate(work: Work, texts: Texts, repeats: int = 3) -> float:
    """Return texts per second of processor time: the best of some runs after a first one."""
    work(texts)
    best = min(_seconds(work, texts) for _ in range(repeats))
    return len(texts) / best


def _seconds(work: Work, texts: Texts) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def latency(work: Work, texts: Texts) -> tuple[float, float, float]:
    """Return the median, 95th and 99th percentile of one call with one text, in ms."""
    seconds = [_wall_seconds(work, [text]) for text in texts]
    median, slow, slowest = np.percentile(seconds, [50, 95, 99])
    return 1e3 * float(median), 1e3 * float(slow), 1e3 * float(slowest)


def _wall_seconds(work: Work, texts: Texts) -> float:
    start = time.perf_counter()
    work(texts)
    return time.perf_counter() - start


def explained(classifier: LinearClassifier) -> Work:
    """Return the work of scoring texts and explaining one attribute of each."""

    def work(texts: Texts) -> None:
        classifier.score(texts)
        for text in texts:
            classifier.explain(text, Attribute.PERSONAL_ATTACK)

    return work


def detoxify_of_base_size(folder: Path, release: LinearWeights) -> Work:
    """Return Detoxify on a checkpoint of BERT-base's size with random weights."""
    from benchmarks.detoxify_checkpoint import load  # noqa: PLC0415 -- only where it is installed

    return load(folder, [*release.lexicon, *filter(str.isalpha, release.known)]).score


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


def contestants(release: LinearWeights, folder: Path) -> dict[str, tuple[Work, int]]:
    """Return what is measured, with the number of texts that it gets."""
    linear = LinearClassifier.load(SHIPPED_RELEASE)
    found: dict[str, tuple[Work, int]] = {
        "Comity": (linear.score, 20_000),
        "Comity, explained": (explained(linear), 5_000),
        "scikit-learn pipeline": (scikit_learn_pipeline(release).decision_function, 2_000),
    }
    optional: dict[str, tuple[Callable[[], Work], int]] = {
        "alt-profanity-check": (lambda: load_baseline("alt-profanity-check").score, 5_000),
        "better-profanity": (lambda: load_baseline("better-profanity").score, 200),
        "Detoxify, BERT-base": (lambda: detoxify_of_base_size(folder, release), 32),
    }
    for name, (load, number) in optional.items():
        try:
            found[name] = (load(), number)
        except (ImportError, ReleaseError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def readers_of_comments() -> dict[str, tuple[Work, int]]:
    """Return the classifiers for which it matters what a text says, as `contestants` does."""
    linear = LinearClassifier.load(SHIPPED_RELEASE)
    transformer = TransformerClassifier.load(SHIPPED_TRANSFORMER, threads=1)
    standard = StandardClassifier.load(SHIPPED_STANDARD, linear=linear, transformer=transformer)
    return {
        "Comity, transformer": (transformer.score, 500),
        "Comity, standard": (standard.score, 500),
        "Comity, standard in bulk": (standard.score_in_bulk, 2_000),
        "Comity, standard, explained": (explained_if_flagged(standard), 500),
        "Comity, linear on comments": (linear.score, 5_000),
    }


def explained_if_flagged(classifier: Classifier) -> Work:
    """Return the work of scoring texts and explaining what the default policy would queue."""

    def work(texts: Texts) -> None:
        for text, scores in zip(texts, classifier.score(texts), strict=True):
            if scores[Attribute.PERSONAL_ATTACK] >= 0.5:
                classifier.explain(text, Attribute.PERSONAL_ATTACK, 0.5)

    return work


def measure(release: LinearWeights, folder: Path) -> dict[str, dict[str, float]]:
    """Return texts per second and latency of every contestant."""
    words = make_texts(release, 20_000)
    results = {
        name: _measured(name, work, words[:number])
        for name, (work, number) in contestants(release, folder).items()
    }
    comments = made_comments(5_000)
    for name, (work, number) in readers_of_comments().items():
        results[name] = _measured(name, work, comments[:number])
    return results


def _measured(name: str, work: Work, texts: Texts) -> dict[str, float]:
    median, slow, slowest = latency(work, texts[:2_000])
    measured = rate(work, texts)
    print(
        f"{name:28} {measured:>12,.0f} texts/s "
        f"p50 {median:8.3f} ms  p95 {slow:8.3f} ms  p99 {slowest:8.3f} ms",
        flush=True,
    )
    return {
        "texts_per_second_core": measured,
        "p50_ms": median,
        "p95_ms": slow,
        "p99_ms": slowest,
    }


def summary(results: dict[str, dict[str, float]]) -> dict[str, float | None]:
    """Return the figures that are followed over time."""
    own = results["Comity"]["texts_per_second_core"]

    def speed(name: str) -> float:
        return results[name]["texts_per_second_core"]

    def ratio(name: str) -> float | None:
        return own / results[name]["texts_per_second_core"] if name in results else None

    return {
        "texts_per_second_core": own,
        "explained_per_second_core": results["Comity, explained"]["texts_per_second_core"],
        "p99_ms": results["Comity, explained"]["p99_ms"],
        "transformer_per_second_core": speed("Comity, transformer"),
        "standard_per_second_core": speed("Comity, standard"),
        "standard_in_bulk_per_second_core": speed("Comity, standard in bulk"),
        "standard_p95_ms": results["Comity, standard"]["p95_ms"],
        "standard_explained_p95_ms": results["Comity, standard, explained"]["p95_ms"],
        "ratio_to_sklearn": ratio("scikit-learn pipeline"),
        "ratio_to_alt_profanity_check": ratio("alt-profanity-check"),
        "ratio_to_better_profanity": ratio("better-profanity"),
        "ratio_to_detoxify": ratio("Detoxify, BERT-base"),
    }


def plot(results: dict[str, dict[str, float]], path: Path) -> None:
    """Draw texts per second on a logarithmic axis."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- only where it is installed

    figure = Figure(figsize=(8, 3.5), layout="constrained")
    axes = figure.subplots()
    names = list(results)[::-1]
    bars = axes.barh(names, [results[name]["texts_per_second_core"] for name in names])
    axes.bar_label(bars, fmt="{:,.0f}", padding=3)
    axes.set(xscale="log", xlabel="texts of 200 characters per second on one core")
    axes.margins(x=0.2)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    release, _ = LinearWeights.load(SHIPPED_RELEASE)
    with tempfile.TemporaryDirectory() as folder:
        results = measure(release, Path(folder))
    for name, figures in results.items():
        own = results["Comity"]["texts_per_second_core"]
        print(f"Comity is {own / figures['texts_per_second_core']:,.1f} times as fast as {name}")
    try:
        plot(results, RESULTS / "classifier.png")
    except ImportError:
        print("The plot needs matplotlib: pip install -r requirements-dev.txt", file=sys.stderr)
    fresh = {name: cold_start.measure(name) for name in cold_start.LOADERS}
    for name, figures in fresh.items():
        print(
            f"A fresh process with {name} scores after {figures['cold_start_s']:.2f} s and holds "
            f"{figures['rss_mb']:.0f} MB, {figures['rss_mb_above_django']:.0f} MB more than "
            "Django alone"
        )
    standard = {f"standard_{figure}": value for figure, value in fresh["standard"].items()}
    print(json.dumps(summary(results) | fresh["linear"] | standard))


if __name__ == "__main__":
    main()
