from typing import Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class EmailedQuerySet(models.QuerySet[Row]):
    """Rows that an author is told of by e-mail, unless it is decided to send none."""

    def unsent(self) -> Self:
        """Those that no e-mail has told of, to authors who have proved their address."""
        return self.filter(
            emailed_at__isnull=True,
            passed_over_at__isnull=True,
            author__email_confirmed_at__isnull=False,
        )
