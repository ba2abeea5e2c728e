"""What scoring stores."""

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import Decision, Finding, ReviewItem, Score


def stored_rows():
    """Every stored row that scoring may write, without ids and times."""
    return {
        "comments": list(Comment.objects.order_by("pk").values("pk", "status")),
        "scores": list(
            Score.objects.order_by("comment", "release").values(
                "comment", "release", "policy_version", "verdict", *Attribute
            )
        ),
        "findings": list(
            Finding.objects.order_by("comment", "clause").values(
                "comment", "clause", "reason", "release", "probability", "verdict", "evidence"
            )
        ),
        "items": list(
            ReviewItem.objects.order_by("comment", "pk").values(
                "comment", "queue", "status", "priority", "probability"
            )
        ),
        "decisions": list(Decision.objects.order_by("pk").values("comment", "action")),
    }
