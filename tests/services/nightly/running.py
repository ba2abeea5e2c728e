"""Runs from start to end."""

from moderation.services.nightly import starting
from moderation.services.nightly.run_summary import RunSummary
from moderation.services.nightly.working import Worker


def run_through(**options):
    run = starting.begin()
    Worker(**options).work(run)
    return run


def summary_of(run):
    return RunSummary.from_json(run.summary)
