"""Stores scores that API clients suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moderation.models import ApiKey, CoralConnection, Decision, SuggestedScore

CORAL, COMMENT = "Coral:", "comment:"
Origin = SuggestedScore.Origin


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
    origin = _origin(community, client_token)
    return SuggestedScore.objects.bulk_create(
        SuggestedScore(
            key=key,
            text=text,
            attribute=attribute,
            value=suggested.value,
            spans=[list(span) for span in suggested.spans],
            community=community,
            client_token=client_token,
            origin=origin,
        )
        for attribute, suggested in scores.items()
    )


def _origin(community: str, client_token: str) -> SuggestedScore.Origin:
    """Who decided what Coral suggests: it names the comment, but not whether a person decided.

    Of a Coral that is connected, the comments and what was decided about them are stored here.
    """
    if not (community.startswith(CORAL) and client_token.startswith(COMMENT)):
        return Origin.UNKNOWN
    url = community.removeprefix(CORAL).rstrip("/")
    connection = CoralConnection.objects.filter(endpoint__url=url).first()
    if connection is None:
        return Origin.UNKNOWN
    source_id = f"{connection.source}:{client_token.removeprefix(COMMENT)}"
    stands = Decision.objects.standing().filter(comment__source_id=source_id).first()
    if stands is None:
        return Origin.UNKNOWN
    if stands.moderator_id is None:
        return Origin.AUTOMATIC
    return Origin.PEOPLE if stands.moderator_id == connection.moderator_id else Origin.HERE
