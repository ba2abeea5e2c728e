"""Work that is counted, not timed: a busy machine does not change it."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any


def profiled(work: Callable[[], object]) -> Counter[str]:
    """How often functions are called and return while `work` runs, by the name of the event."""
    events: Counter[str] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:
        events[event] += 1

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(former)
    return events


def calls(work: Callable[[], object]) -> int:
    """How many functions are called while `work` runs."""
    events = profiled(work)
    return events["call"] + events["c_call"]


def lines_run(work: Callable[[], object], is_ours: Callable[[str], bool]) -> int:
    """How many lines run while `work` does, of the files whose name `is_ours`."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        if not is_ours(frame.f_code.co_filename):
            return None
        lines += event == "line"
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(former)
    return lines
