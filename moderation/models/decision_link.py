from django.db import models

from moderation.models.decision import Decision


class DecisionLink(models.Model):
    """A decision's place in the chain of the log, written by a trigger when it is committed.

    `hash` covers the hash of the link before, so that no decision can be changed, removed or put
    between others without a trace: `moderation/services/decisions/chain.py`.  Nothing here is
    personal, and nothing changes when personal data is erased.
    """

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="link"
    )
    # Counted without gaps from 1; empty for a moment while its transaction is committed.
    number = models.BigIntegerField(unique=True, null=True)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"
