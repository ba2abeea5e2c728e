"""What came out of `benchmarks/load.py`, as a table and a plot."""

import csv
from pathlib import Path
from typing import Any, NamedTuple


class Stage(NamedTuple):
    """`cores` has how many cores each part kept busy; `p95_of` the percentile of each request."""

    people: int
    per_second: float
    failures: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    p95_of: dict[str, float]
    cores: dict[str, float]
    memory_mb: int


def read(path: Path) -> dict[str, Any]:
    """The figures of one stage from Locust's file."""
    with path.open() as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    total = rows.pop("Aggregated")
    return {
        "per_second": round(float(total["Requests/s"]), 1),
        "failures": int(total["Failure Count"]),
        "p50_ms": float(total["50%"]),
        "p95_ms": float(total["95%"]),
        "p99_ms": float(total["99%"]),
        "p95_of": {name: float(row["95%"]) for name, row in rows.items()},
    }


def table(stages: list[Stage]) -> str:
    parts = list(stages[0].cores)
    heads = ["people", "requests/s", "errors", "p50 ms", "p95 ms", "p99 ms"]
    lines = [[*heads, *(f"{part}, cores" for part in parts), "memory, MB"]]
    for one in stages:
        times = (f"{value:.0f}" for value in (one.p50_ms, one.p95_ms, one.p99_ms))
        cores = (f"{one.cores[part]:.2f}" for part in parts)
        counts = (str(one.people), f"{one.per_second:.0f}", str(one.failures))
        lines.append([*counts, *times, *cores, str(one.memory_mb)])
    rows = [f"| {' | '.join(line)} |" for line in lines]
    rows.insert(1, "|" + "---|" * len(lines[0]))
    kinds = sorted(stages[-1].p95_of.items(), key=lambda pair: -pair[1])
    slowest = ", ".join(f"{name} {value:.0f}" for name, value in kinds)
    return "\n".join([*rows, "", f"p95 of the last stage in ms: {slowest}"])


def plot(stages: list[Stage], path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 -- only for the plot

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "comity"  # the same figures give the same file
    from matplotlib import pyplot as plt  # noqa: PLC0415

    people = [stage.people for stage in stages]
    figure, (times, cores) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for name in ("p50_ms", "p95_ms", "p99_ms"):
        times.plot(people, [getattr(s, name) for s in stages], "o-", label=name.split("_")[0])
    times.axhline(300, color="grey", linestyle=":")
    times.set(xlabel="people", ylabel="ms", title="Time of an answer")
    times.legend()
    for part in stages[0].cores:
        cores.plot(people, [s.cores[part] for s in stages], "o-", label=part)
    cores.set(xlabel="people", ylabel="cores", title="Cores in use")
    cores.legend()
    figure.savefig(path, metadata={"Date": None})
