"""Latency of posting and deciding while comments are rescored."""

import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random

import numpy as np
from django.contrib.auth.models import User
from django.db import connections
from django.db.models import F

from articles import posting
from articles.models import Article, Author, Comment
from moderation.models import Decision, RescoringRun
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.nightly import leases, working
from moderation.services.nightly.working import Worker

# The number of chunks of the run that are measured
CHUNKS = 20
VISITS_WITHOUT_A_RUN = 100
PAUSE = 0.01


def measure(run: RescoringRun) -> dict[str, float]:
    """Milliseconds that posting and deciding took, without `run` and beside it, and how long the
    run's transactions were, the wait for their locks included.
    """
    visitor = _Visitor(run)
    for _ in range(VISITS_WITHOUT_A_RUN):
        visitor.visit("_alone")
    connections.close_all()  # a connection must not be shared with the child
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_work, args=(run, theirs), daemon=True)
    process.start()
    while not ours.poll():
        visitor.visit("")
    transactions = ours.recv()
    process.join()
    visitor.leave()
    figures = {name: _spread(times) for name, times in visitor.times.items()}
    figures["transaction"] = _spread(transactions)
    return {f"{name}_{of}_ms": ms for name, own in figures.items() for of, ms in own.items()}


def _spread(seconds: list[float]) -> dict[str, float]:
    ms = np.array(seconds) * 1000
    return {"median": float(np.median(ms)), "p99": float(np.quantile(ms, 0.99)), "max": ms.max()}


def _work(run: RescoringRun, pipe: Connection) -> None:
    """Do some chunks of `run`, and send how long each transaction took."""
    held: list[float] = []
    store = working._store_part

    def timed(*arguments: object) -> None:
        start = time.perf_counter()
        try:
            store(*arguments)  # type: ignore[arg-type]
        finally:
            held.append(time.perf_counter() - start)

    working._store_part = timed
    worker = Worker()
    for chunk in islice(iter(lambda: leases.claim(run), None), CHUNKS):
        worker.work_through(chunk)
    pipe.send(held)


class _Visitor:
    """Posts a comment, then decides one of those that the run is about to store."""

    def __init__(self, run: RescoringRun) -> None:
        self.run = run
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.moderator, _ = User.objects.get_or_create(username="moderator")
        self.article = Article.objects.earliest("pk")
        self.draw = Random(1)
        self.last = Comment.objects.latest("pk").pk

    def visit(self, when: str) -> None:
        author = Author(name="Visitor")
        self._time(
            f"posting{when}",
            lambda: posting.post(article=self.article, author=author, text="A calm remark."),
        )
        comment = self._comment_under_way()
        seen = version_token_of(comment)
        self._time(
            f"deciding{when}",
            lambda: deciding.decide(
                comment=comment,
                moderator=self.moderator,
                action=Decision.Action.APPROVE,
                version_token=seen,
            ),
        )
        time.sleep(PAUSE)

    def _comment_under_way(self) -> Comment:
        under_way = self.run.chunks.filter(position__lt=F("last_id")).order_by("-leased_until")
        position = under_way.values_list("position", flat=True).first() or 0
        return Comment.objects.get(pk=min(self.last, position + self.draw.randint(1, 2000)))

    def _time(self, name: str, act: Callable[[], object]) -> None:
        start = time.perf_counter()
        try:
            act()
        except deciding.StaleError:
            return  # the run has changed it meanwhile: nothing to wait for
        self.times[name].append(time.perf_counter() - start)

    def leave(self) -> None:
        """Take the posted comments away, so that the next measurement finds as many as the last."""
        Comment.objects.filter(pk__gt=self.last).delete()
