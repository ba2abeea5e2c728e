"""Compares classifiers by speed in one run on one core: `make bench-classifier`.

Everything is processor time, which a busy machine changes less than time on the clock; compare
the ratios to the peers of the same run. Two kinds of texts, both about 200 characters long and
made without data: words that the linear release knows, as frequent as words are in English
(Zipf), and comments of which as many are hostile as under news. The first are the same as in
former runs; of the second the transformer's speed and what `standard` settles depend. The last
line is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import cold_start, short_cut
from benchmarks.made_texts import made_comments, make_texts
from benchmarks.sklearn_pipeline import scikit_learn_pipeline
from benchmarks.timing import Texts, Work, latency, rate
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.evaluation.baselines import load_baseline
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.standard import SHIPPED_RELEASE as SHIPPED_STANDARD
from moderation.classifiers.standard import StandardClassifier
from moderation.classifiers.transformer import SHIPPED_RELEASE as SHIPPED_TRANSFORMER
from moderation.classifiers.transformer import TransformerClassifier

RESULTS = Path(__file__).parent / "results"
# Comments of which the flagged ones are explained, and that the short cut is judged by
COMMENTS = 2_000
FEWEST_FLAGGED = 20

Contestants = dict[str, tuple[Work, int]]
Results = dict[str, dict[str, float]]


def explained(classifier: LinearClassifier) -> Work:
    """Return the work of scoring texts and explaining one attribute of each."""

    def work(texts: Texts) -> None:
        classifier.score(texts)
        for text in texts:
            classifier.explain(text, Attribute.PERSONAL_ATTACK)

    return work


def explained_if_flagged(classifier: StandardClassifier) -> Work:
    """Return the work of scoring texts and explaining all that the default policy queues."""

    def work(texts: Texts) -> None:
        for text, scores in zip(texts, classifier.score(texts), strict=True):
            for attribute, threshold in short_cut.breached(scores):
                classifier.explain(text, attribute, threshold)

    return work


def detoxify_of_base_size(folder: Path, release: LinearWeights) -> Work:
    """Return Detoxify on a checkpoint of BERT-base's size with random weights."""
    from benchmarks.detoxify_checkpoint import load  # noqa: PLC0415 -- only where it is installed

    return load(folder, [*release.lexicon, *filter(str.isalpha, release.known)]).score


def torch_of_the_same_weights() -> Work:
    from benchmarks.torch_network import score_of  # noqa: PLC0415 -- only where it is installed

    return score_of(SHIPPED_TRANSFORMER)


def readers_of_words(linear: LinearClassifier, release: LinearWeights) -> Contestants:
    """Return what reads words alone, with the number of texts that it gets."""
    pipeline = scikit_learn_pipeline(release)
    return {
        "linear": (linear.score, 20_000),
        "linear, explained": (explained(linear), 5_000),
        "scikit-learn pipeline": (pipeline.decision_function, 2_000),
        **_installed(
            {
                "alt-profanity-check": (lambda: load_baseline("alt-profanity-check").score, 5_000),
                "better-profanity": (lambda: load_baseline("better-profanity").score, 200),
            }
        ),
    }


def readers_of_comments(
    standard: StandardClassifier, folder: Path, release: LinearWeights
) -> Contestants:
    """Return what reads comments, as `readers_of_words` does."""
    return {
        "transformer": (standard.transformer.score, 500),
        "standard": (standard.score, 500),
        "standard in bulk": (standard.score_in_bulk, 2_000),
        "standard, explained if flagged": (explained_if_flagged(standard), 500),
        "linear on comments": (standard.linear.score, 5_000),
        **_installed(
            {
                "alt-profanity-check on comments": (
                    lambda: load_baseline("alt-profanity-check").score,
                    5_000,
                ),
                "torch of the same weights": (torch_of_the_same_weights, 100),
                "Detoxify, BERT-base": (lambda: detoxify_of_base_size(folder, release), 24),
            }
        ),
    }


def _installed(optional: dict[str, tuple[Callable[[], Work], int]]) -> Contestants:
    found: Contestants = {}
    for name, (load, number) in optional.items():
        try:
            found[name] = (load(), number)
        except (ImportError, ReleaseError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def measure(folder: Path) -> tuple[Results, dict[str, float]]:
    """Return speed and latency of every contestant, and what the short cut costs."""
    release, _ = LinearWeights.load(SHIPPED_RELEASE)
    linear = LinearClassifier.load(SHIPPED_RELEASE)
    transformer = TransformerClassifier.load(SHIPPED_TRANSFORMER, threads=1)
    standard = StandardClassifier.load(SHIPPED_STANDARD, linear=linear, transformer=transformer)
    words, comments = make_texts(release, 20_000), made_comments(5_000)
    results = {
        name: _measured(name, work, texts[:number])
        for texts, contestants in (
            (words, readers_of_words(linear, release)),
            (comments, readers_of_comments(standard, folder, release)),
        )
        for name, (work, number) in contestants.items()
    }
    seen = comments[:COMMENTS]
    flagged = [t for t, s in zip(seen, standard.score(seen), strict=True) if short_cut.breached(s)]
    if len(flagged) >= FEWEST_FLAGGED:
        name = "standard, flagged, explained"
        results[name] = _measured(name, explained_if_flagged(standard), flagged)
    return results, short_cut.cost(standard, seen)


def _measured(name: str, work: Work, texts: Texts) -> dict[str, float]:
    median, slow, slowest = latency(work, texts[:2_000])
    measured = rate(work, texts)
    print(
        f"{name:32} {measured:>10,.0f} texts/s "
        f"p50 {median:8.3f} ms  p95 {slow:8.3f} ms  p99 {slowest:8.3f} ms",
        flush=True,
    )
    return {"per_second": measured, "p50_ms": median, "p95_ms": slow, "p99_ms": slowest}


def summary(results: Results) -> dict[str, float | None]:
    """Return the figures that are followed over time; None for what is not installed."""

    def figure(name: str, kind: str = "per_second") -> float | None:
        return results[name][kind] if name in results else None

    def ratio(name: str, peer: str) -> float | None:
        own, other = figure(name), figure(peer)
        return own / other if own and other else None

    return {
        "texts_per_second_core": figure("linear"),
        "explained_per_second_core": figure("linear, explained"),
        "p99_ms": figure("linear, explained", "p99_ms"),
        "transformer_per_second_core": figure("transformer"),
        "standard_per_second_core": figure("standard"),
        "standard_in_bulk_per_second_core": figure("standard in bulk"),
        "transformer_p95_ms": figure("transformer", "p95_ms"),
        "standard_p95_ms": figure("standard", "p95_ms"),
        "standard_explained_p95_ms": figure("standard, explained if flagged", "p95_ms"),
        "standard_flagged_explained_p95_ms": figure("standard, flagged, explained", "p95_ms"),
        "ratio_to_sklearn": ratio("linear", "scikit-learn pipeline"),
        "ratio_to_alt_profanity_check": ratio("linear", "alt-profanity-check"),
        "ratio_to_better_profanity": ratio("linear", "better-profanity"),
        "ratio_to_detoxify": ratio("linear on comments", "Detoxify, BERT-base"),
        "ratio_of_transformer_to_torch": ratio("transformer", "torch of the same weights"),
        "ratio_of_transformer_to_detoxify": ratio("transformer", "Detoxify, BERT-base"),
        "ratio_of_standard_in_bulk_to_transformer": ratio("standard in bulk", "transformer"),
        "ratio_of_standard_in_bulk_to_alt_profanity_check": ratio(
            "standard in bulk", "alt-profanity-check on comments"
        ),
    }


def plot(results: Results, path: Path) -> None:
    """Draw texts per second on a logarithmic axis."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- only where it is installed

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    names = list(results)[::-1]
    bars = axes.barh(names, [results[name]["per_second"] for name in names])
    axes.bar_label(bars, fmt="{:,.0f}", padding=3)
    axes.set(xscale="log", xlabel="texts of 200 characters per second on one core")
    axes.margins(x=0.2)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("Processor time on one core; the machine may be shared: compare within this run.")
    with tempfile.TemporaryDirectory() as folder:
        results, cost = measure(Path(folder))
    print(
        f"In bulk {cost['bulk_settled_share']:.0%} of made comments are settled by linear alone; "
        f"{cost['bulk_verdicts_differing_per_1000']:.2f} verdicts of 1,000 differ"
    )
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
    print(json.dumps(summary(results) | cost | fresh["linear"] | standard))


if __name__ == "__main__":
    main()
