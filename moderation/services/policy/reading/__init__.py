"""Reads a posted discussion policy: what it forbids, in which words, and what can tell."""

from moderation.services.policy.reading.kinds import Measure
from moderation.services.policy.reading.markup import as_shown, has_tags
from moderation.services.policy.reading.reader import Prohibition, Reading, read_policy

__all__ = ["Measure", "Prohibition", "Reading", "as_shown", "has_tags", "read_policy"]
