"""Stores scores that API clients suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moderation.models import ApiKey, SuggestedScore


@dataclass(frozen=True, slots=True)
class Suggested:
    """A value between 0 and 1 for the whole text, or for spans of it: begin, end, value."""

    value: float | None
    spans: Sequence[tuple[int, int, float]] = field(default_factory=tuple)


def keep(
    *,
    key: ApiKey,
    text: str,
    scores: Mapping[str, Suggested],
    community: str = "",
    client_token: str = "",
) -> list[SuggestedScore]:
    """Store the suggestion for each attribute, under the client's name for it."""
    return SuggestedScore.objects.bulk_create(
        SuggestedScore(
            key=key,
            text=text,
            attribute=attribute,
            value=suggested.value,
            spans=[list(span) for span in suggested.spans],
            community=community,
            client_token=client_token,
        )
        for attribute, suggested in scores.items()
    )
