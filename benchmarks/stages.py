"""Measures the gain in robustness and the cost of each stage of normalisation.

    python -m benchmarks.stages --data FILE...

For each stage, without it: recall on toxic comments whose words are disguised,
averaged over all families and for the family that suffers most, and false
positives on the same calm comments as they are.
"""

import argparse
from pathlib import Path
from random import Random

import numpy as np

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, read_files
from moderation.classifiers.corpora.obfuscation import FAMILIES, disguised
from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.linear.compiled import CompiledModel
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.normalizer import Stage

TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)


def flagged(model: CompiledModel, texts: list[str]) -> float:
    return float((model.logits(texts)[:, TOXICITY] >= 0).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--limit", type=int, default=300)
    arguments = parser.parse_args()
    corpus = read_files(arguments.data)
    label, random = corpus.labels[:, TOXICITY], Random(0)
    toxic = corpus.where(label >= 0.5).texts[: arguments.limit]
    calm = corpus.where(label < 0.5).texts[: 5 * arguments.limit]
    disguises = {
        name: [disguised(text, family, random) for text in toxic]
        for name, family in FAMILIES.items()
    }
    release, _ = LinearWeights.load(SHIPPED_RELEASE)
    complete = _recalls(CompiledModel(release), disguises)
    print("| without | recall, all families | most harmed | its recall, with → without | calm FP |")
    print("|---|---|---|---|---|")
    for stage in (None, *Stage):
        model = CompiledModel(release, frozenset(Stage) - {stage})
        recalls = _recalls(model, disguises)
        harmed = min(recalls, key=lambda name: recalls[name] - complete[name])
        print(
            f"| {stage or 'nothing'} | {np.mean(list(recalls.values())):.3f} | {harmed} "
            f"| {complete[harmed]:.3f} → {recalls[harmed]:.3f} | {flagged(model, calm):.4f} |",
            flush=True,
        )


def _recalls(model: CompiledModel, disguises: dict[str, list[str]]) -> dict[str, float]:
    return {name: flagged(model, texts) for name, texts in disguises.items()}


if __name__ == "__main__":
    main()
