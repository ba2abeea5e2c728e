"""What a look at one thing found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`told` is a sentence; `step` what to do, empty where nothing is wrong."""

    about: str
    state: State
    told: str
    step: str = ""
