"""How many comments a worker stores in one transaction."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """The size of the next transaction, adapted to how long the last one took.

    Edits and decisions wait for a transaction that holds their comments, so
    that it should end after `seconds`, however slow the database is.  Below
    `least` comments nearly all of the time is the transaction's fixed cost.
    """

    size: int
    least: int
    most: int
    seconds: float = 0.035

    def adapt(self, number: int, took: float) -> None:
        """Learn from a transaction that stored `number` comments in `took` seconds.

        One that was not full counts only if it took too long.
        """
        if number >= self.size or took > self.seconds:
            size = round(number * min(2.0, self.seconds / took))
            self.size = min(self.most, max(self.least, size))


@dataclass(slots=True)
class Paces:
    """A worker's two paces: a comment with findings takes many times as long to store."""

    with_findings: Pace = field(default_factory=lambda: Pace(size=50, least=50, most=500))
    others: Pace = field(default_factory=lambda: Pace(size=1000, least=400, most=4000))
