"""How many comments a worker judges at once, and how many it stores in one transaction."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """The size of the next batch or transaction, adapted to how long the last one took.

    Below `least` comments nearly all of the time is its fixed cost.
    """

    size: int
    least: int
    most: int
    seconds: float = 0.035

    def adapt(self, number: int, took: float) -> None:
        """Learn from `number` comments that took `took` seconds.

        One that was not full counts only if it took too long.
        """
        if number >= self.size or took > self.seconds:
            size = round(number * min(2.0, self.seconds / took))
            self.size = min(self.most, max(self.least, size))


@dataclass(slots=True)
class Paces:
    """A worker's paces: of batches, and of transactions with findings and without.

    However slow the classifier is, a batch ends long before its lease does.
    Edits and decisions wait for a transaction that holds their comments; one
    with findings takes many times as long to store as one without.
    """

    batches: Pace = field(
        default_factory=lambda: Pace(size=200, least=50, most=10_000, seconds=4.0)
    )
    with_findings: Pace = field(default_factory=lambda: Pace(size=50, least=50, most=500))
    others: Pace = field(default_factory=lambda: Pace(size=1000, least=400, most=4000))
