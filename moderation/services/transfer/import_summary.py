"""The result of an import: counts by kind, and a remark for everything left out or changed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from moderation.services.transfer.archives.records import Changed, LeftOut, Remark, Unreadable

UNLINKED = "answers that stand on their own"


@dataclass
class ImportSummary:
    """Counts what an import does; `on_remark` is called with each remark as it is made."""

    counts: Counter[str] = field(default_factory=Counter)
    on_remark: Callable[[Remark], None] = lambda _: None
    found_articles: bool = False
    missed_articles: bool = False

    def add(self, remark: Remark) -> None:
        self.counts[label(remark)] += 1
        self.on_remark(remark)

    def add_unreadable(self, own_id: str, why: str) -> None:
        self.add(Unreadable(f"comment {own_id}", why))

    def add_unlinked(self, own_id: str, why: str) -> None:
        self.add(Changed(f"comment {own_id}", why, UNLINKED))


def label(remark: Remark) -> str:
    """The key under which a remark is counted."""
    return f"left out, {remark.kind}" if isinstance(remark, LeftOut) else remark.kind
