"""Measures how long Coral's moderation phase takes, beside an empty page in the same process.

`python -m tests.servers --postgres -- python -m benchmarks.coral_phase` prints milliseconds at the
median and at the 95th percentile, on the clock and of this process's work, of new comments of 200
characters or so, one after the other.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.made_texts import made_comments  # noqa: E402
from moderation.models import CoralSecret  # noqa: E402
from moderation.services.connections.coral import connecting, signatures  # noqa: E402

CALLS = 400
WARM_UP = 20
SECRET = "the benchmark's"  # noqa: S105 -- of nothing


def main() -> None:
    settings.ROOT_URLCONF = "benchmarks.empty_page"
    call_command("migrate", verbosity=0)
    call_command("load_seeds")
    connection = connecting.create(name="measured", url="https://coral.example", token="")
    connecting.set_secret(connection=connection, purpose=CoralSecret.Purpose.PHASE, secret=SECRET)
    client = Client(HTTP_HOST="localhost")
    texts = made_comments(CALLS + WARM_UP)
    phase = [_timed(lambda text=text: _ask(client, text)) for text in texts]  # type: ignore[misc]
    empty = [_timed(lambda: client.get("/empty/")) for _ in texts]
    print(
        f"{settings.CLASSIFIER}, milliseconds: {_figures(phase)}; an empty page {_figures(empty)}"
    )


def _ask(client: Client, text: str) -> None:
    asked = {
        "action": "NEW",
        "comment": {"body": f"<div>{text}</div>", "parentID": None},
        "author": {"id": "reader", "role": "COMMENTER"},
        "story": {"id": "story", "url": "https://paper.example/story"},
    }
    body = json.dumps(asked, indent=2).encode()
    header = {"X-Coral-Signature": f"sha256={signatures.sign(SECRET, body)}"}
    answer = client.post("/api/coral/phase/", body, "application/json", headers=header)
    if answer.status_code not in (200, 204):
        raise SystemExit(f"The phase answered {answer.status_code}.")


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock and at work."""
    began, worked = perf_counter(), process_time()
    call()
    return 1000 * (perf_counter() - began), 1000 * (process_time() - worked)


def _figures(times: list[tuple[float, float]]) -> str:
    clock, work = zip(*times[WARM_UP:], strict=True)
    return f"{_spread(clock)} on the clock, {_spread(work)} at work"


def _spread(times: Sequence[float]) -> str:
    return f"{median(times):.1f} ({quantiles(times, n=20)[-1]:.1f})"


if __name__ == "__main__":
    main()
