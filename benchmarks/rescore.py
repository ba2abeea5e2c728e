"""How fast `rescore` is, against a plain COPY and against an ordinary Django loop.

    make bench-rescore
    make bench-rescore SIZES="10000 100000"

The linear classifier is measured at each size, `standard` once.
On a private PostgreSQL it stores invented comments, each with the score of a
former release, and has them rescored.  Every measurement is a process of its
own, timed after it has loaded the classifier and scored some thousand other
comments, so that its token cache is warm.
The last line of the output is one JSON object.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("CLASSIFIER", "linear")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import Comment  # noqa: E402
from benchmarks import comments, waiting  # noqa: E402
from benchmarks.django_loop import orm_loop, warm_classifier  # noqa: E402
from benchmarks.plain_copy import bare_copy, copy  # noqa: E402
from benchmarks.servers import database, workers  # noqa: E402
from benchmarks.stopwatch import Spent, Stopwatch, cpu_of, mean  # noqa: E402
from config.celery import app  # noqa: E402
from moderation.classifiers.base import Attribute  # noqa: E402
from moderation.models import PolicyVersion, RescoringRun, Score  # noqa: E402
from moderation.services.judging import releases  # noqa: E402
from moderation.services.nightly import cluster, rescoring, starting  # noqa: E402
from moderation.services.nightly.working import Worker, helpers  # noqa: E402
from moderation.services.policy import drafting  # noqa: E402

SPEEDUP_AT = 100_000
# `standard` reads some hundred comments a second: more of them would say the same
STANDARD = 10_000


def prepare(size: int) -> Spent:
    watch = Stopwatch()
    call_command("migrate", verbosity=0)
    comments.store(size)
    return watch.read()


def classify(_: int) -> Spent:
    """The classifier alone, which is part of `rescore`."""
    classifier = warm_classifier()
    texts = Comment.objects.order_by("pk").values_list("text", flat=True).iterator()
    spent = Spent(0.0)
    while batch := list(islice(texts, rescoring.BATCH_SIZE)):
        watch = Stopwatch()
        classifier.score_in_bulk(batch)
        spent = Spent(*map(sum, zip(spent, watch.read(), strict=True)))
    return spent


def rescore(size: int) -> Spent:
    """One process."""
    return _seconds_of_a_run(size, Worker().work)


def both_cores(size: int) -> Spent:
    """Two processes, `rescore --processes 2`."""

    def work(run: RescoringRun) -> None:
        with helpers(run, 1):
            Worker().work(run)

    return _seconds_of_a_run(size, work)


def policy_only(size: int) -> Spent:
    """One process, after a new policy version: the scores of the run before are still good."""
    draft = drafting.draft_of(policy=PolicyVersion.objects.default_version().policy)
    draft.clauses.filter(attribute=Attribute.PERSONAL_ATTACK).update(queue_at=0.7, hold_at=0.9)
    drafting.publish(draft=draft, published_by=None)
    _vacuum()
    run = starting.begin()
    watch = Stopwatch()
    Worker().work(run)
    spent = watch.read()
    run.refresh_from_db()
    assert run.examined == size, run.examined
    return spent


def cluster_run(size: int) -> Spent:
    """The Celery workers that are up."""
    return _seconds_of_a_run(size, partial(cluster.distribute, app))


def _seconds_of_a_run(size: int, work: Callable[[RescoringRun], None]) -> Spent:
    run = _new_run()
    warm_classifier()
    watch = Stopwatch()
    work(run)
    spent = watch.read()
    run.refresh_from_db()
    assert run.examined == size, run.examined
    return spent


def _new_run() -> RescoringRun:
    """Begin a run over all comments, as after a new release, on vacuumed tables."""
    Score.objects.filter(release=releases.configured()[0]).delete()
    RescoringRun.objects.all().delete()
    _vacuum()
    return starting.begin()


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def waits(_: int) -> dict[str, float]:
    """Latencies of other requests meanwhile, in milliseconds."""
    return waiting.measure(_new_run())


MEASURES: dict[str, Callable[[int], Any]] = {
    measure.__name__: measure
    for measure in (
        prepare,
        copy,
        bare_copy,
        classify,
        rescore,
        both_cores,
        policy_only,
        cluster_run,
        waits,
        orm_loop,
    )
}


def measure(name: str, size: int, url: str, classifier: str = "linear") -> tuple[Any, float]:
    """Run one measurement in a process of its own; what it found, and its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, "--sizes", str(size)],
        env={**os.environ, "DATABASE_URL": url, "CLASSIFIER": classifier},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found, peak = json.loads(done.stdout.splitlines()[-1])
    if isinstance(found, dict):
        rounded = {of: round(figure, 2) for of, figure in found.items()}
        print(f"{size:>9,} {name:<12} {json.dumps(rounded)}", flush=True)
        return found, peak
    print(f"{size:>9,} {name:<12} {found[0]:8.2f} s, {found[1]:8.2f} s of CPU", flush=True)
    return Spent(*found), peak


def compare(size: int, url: str) -> dict[str, float]:
    """The figures for one number of comments.

    CPU time is the same on a busy machine, unlike the time on the clock. COPY is
    measured before and after the others, since the speed of a machine varies.
    """
    spent, peak = {}, {}
    for name in MEASURES:
        if name != "cluster_run":
            spent[name], peak[name] = measure(name, size, url)
    one, two, looped = (spent[name] for name in ("rescore", "both_cores", "orm_loop"))
    policy = spent["policy_only"]
    copied = mean(spent["copy"], measure("copy", size, url)[0])
    figures = {
        "ratio_to_copy": one.seconds / copied.seconds,
        "ratio_to_copy_two_processes": two.seconds / copied.seconds,
        "ratio_to_bare_copy": one.seconds / spent["bare_copy"].seconds,
        "ratio_to_orm_loop": looped.seconds / one.seconds,
        "cpu_ratio_to_copy": one.cpu / copied.cpu,
        "cpu_ratio_to_orm_loop": looped.cpu / one.cpu,
        "cpu_microseconds_per_comment": one.cpu / size * 1e6,
        "cpu_share_of_classifier": spent["classify"].cpu / one.cpu,
        "comments_per_second": size / one.seconds,
        "comments_per_second_two_processes": size / two.seconds,
        "policy_only_times_faster": one.seconds / policy.seconds,
        "policy_only_cpu_times_less": one.cpu / policy.cpu,
        "policy_only_cpu_microseconds_per_comment": policy.cpu / size * 1e6,
        "policy_only_comments_per_second": size / policy.seconds,
        "rss_mb": peak["rescore"],
        **spent["waits"],
    }
    if size >= SPEEDUP_AT:
        figures |= speedup(size, url)
    return figures


def compare_standard(size: int, url: str) -> dict[str, float]:
    """The figures of `standard`: a run after a new release, and one after a new policy version."""
    names = ("prepare", "classify", "rescore", "policy_only")
    found = {name: measure(name, size, url, "standard") for name in names}
    (scored, peak), (policy, _) = found["rescore"], found["policy_only"]
    return {
        "standard_comments_per_second": size / scored.seconds,
        "standard_cpu_microseconds_per_comment": scored.cpu / size * 1e6,
        "standard_cpu_share_of_classifier": found["classify"][0].cpu / scored.cpu,
        "standard_policy_only_times_faster": scored.seconds / policy.seconds,
        "standard_policy_only_cpu_times_less": scored.cpu / policy.cpu,
        "standard_rss_mb": peak,
    }


def speedup(size: int, url: str) -> dict[str, float]:
    """The speedup of two Celery workers over one, and the ratio of their CPU time."""
    seconds, cpu = {}, {}
    for number in (1, 2):
        with workers(number, url) as processes:
            before = sum(map(cpu_of, processes))
            seconds[number] = measure("cluster_run", size, url)[0].seconds
            cpu[number] = sum(map(cpu_of, processes)) - before
    return {
        "two_workers_speedup": seconds[1] / seconds[2],
        "two_workers_cpu_ratio": cpu[2] / cpu[1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--measure", choices=MEASURES)
    arguments = parser.parse_args()
    if arguments.measure:
        result = MEASURES[arguments.measure](arguments.sizes[0])
        print(json.dumps([result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
        return
    by_size = {}
    for size in arguments.sizes:
        with database() as url:
            by_size[size] = compare(size, url)
    size = min([STANDARD, *arguments.sizes])
    with database() as url:
        by_size[size] = by_size.get(size, {}) | compare_standard(size, url)
    names = dict.fromkeys(name for figures in by_size.values() for name in figures)
    table = {
        name: {size: round(f[name], 2) for size, f in by_size.items() if name in f}
        for name in names
    }
    print(json.dumps(table))


if __name__ == "__main__":
    main()
