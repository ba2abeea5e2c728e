import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.corpora.corpus import Corpus, DataError, is_held_out, read
from moderation.classifiers.corpora.sources import NEWS, RANDOM_NEWS, REGISTRY
from moderation.classifiers.evaluation.baselines import load_baseline
from moderation.classifiers.evaluation.card_page import write_page
from moderation.classifiers.evaluation.comparison import Measured, noise_curve
from moderation.classifiers.evaluation.figures import Scorer
from moderation.classifiers.evaluation.model_card import described_sources
from moderation.classifiers.evaluation.rendering import MissingPlotterError
from moderation.services.judging import releases
from moderation.services.judging.loaders import CLASSIFIERS

# What a classifier is compared with, where it is installed
COMPARED = ("linear", "alt-profanity-check")
# Compared too where the settings name a checkpoint
CHECKPOINT = "detoxify"
# The held-out sets of each domain beside the news comments that were drawn at random
DOMAINS = {
    "Talk pages, rich in abuse": ("jigsaw_wiki_6label", "jigsaw_wiki_6label_more"),
    "Social media, rich in abuse": ("paradetox_pairs", "hatexplain_text_only"),
}
NEWS_DOMAIN = "News comments as they come"


class Command(BaseCommand):
    help = (
        "Measure a classifier on held-out comments beside others, and write its card as a page "
        "with plots."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
        parser.add_argument("--output", type=Path, required=True, help="page to write, .md")
        parser.add_argument(
            "--classifier",
            choices=[name for name in CLASSIFIERS if name != CHECKPOINT],
            default=settings.CLASSIFIER,
            help="whose card it is (default: the one in use)",
        )
        parser.add_argument(
            "--limit", type=int, default=2000, help="at most so many comments of a domain"
        )
        parser.add_argument(
            "--speed", type=Path, help="output of make bench-classifier, whose last line is used"
        )

    def handle(
        self,
        *,
        data: Path,
        output: Path,
        classifier: str,
        limit: int,
        speed: Path | None,
        **_: Any,
    ) -> None:
        try:
            corpus = read(data, REGISTRY)
            scorers = self._scorers(classifier)
            domains = {
                name: [self._measured(scorer, name, comments) for scorer in scorers]
                for name, comments in _domains(data, corpus, limit).items()
            }
            toxic = corpus.where(is_held_out(c.text) and c.source == NEWS for c in corpus.comments)
            write_page(
                output,
                domains=domains,
                data=described_sources(REGISTRY, corpus),
                noise={s.name: noise_curve(s, toxic, Attribute.TOXICITY) for s in scorers},
                speed=json.loads(speed.read_text("utf-8").splitlines()[-1]) if speed else {},
            )
        except (DataError, ReleaseError, MissingPlotterError, OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote {output} and its plots.")

    def _measured(self, scorer: Scorer, domain: str, comments: Corpus) -> Measured:
        self.stdout.write(f"{scorer.name} reads {len(comments):,} comments: {domain}")
        return Measured(scorer, comments)

    def _scorers(self, classifier: str) -> list[Scorer]:
        found: list[Scorer] = [releases.load(classifier)]
        others = [*COMPARED, *([CHECKPOINT] if settings.DETOXIFY_CHECKPOINT else [])]
        for name in others:
            if name == classifier:
                continue
            try:
                found.append(releases.load(name) if name in CLASSIFIERS else load_baseline(name))
            except ReleaseError as error:
                self.stderr.write(f"{name} is left out: {error}")
        return found


def _domains(data: Path, corpus: Corpus, limit: int) -> dict[str, Corpus]:
    domains = {NEWS_DOMAIN: read(data, RANDOM_NEWS)}
    for name, sources in DOMAINS.items():
        domains[name] = corpus.where(
            comment.source in sources and is_held_out(comment.text) for comment in corpus.comments
        )
    return {name: Corpus(comments.comments[:limit]) for name, comments in domains.items()}
