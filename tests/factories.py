"""Plain makers of what tests talk about; every argument has a sensible default."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.classifiers.base import Attribute
from moderation.models import (
    ClassifierRelease,
    Clause,
    Finding,
    Policy,
    PolicyVersion,
    ReviewItem,
    Score,
    SectionLimit,
    Verdict,
)
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause

_numbers = count(1)

POLICY_TEXT = "Comments that include profanity or personal attacks will not be permitted."
CLAUSES = (
    ProposedClause(Attribute.PROFANITY, "profanity"),
    ProposedClause(Attribute.PERSONAL_ATTACK, "personal attacks"),
)


def make_article(**fields: Any) -> Article:
    number = next(_numbers)
    defaults = {"slug": f"article-{number}", "title": f"Article {number}", "body": "It happened."}
    return Article.objects.create(**{**defaults, **fields})


def make_author(**fields: Any) -> Author:
    """An author; an address counts as proved."""
    proved = {"email_confirmed_at": timezone.now()} if fields.get("email") else {}
    return Author.objects.create(**{"name": f"Reader {next(_numbers)}", **proved, **fields})


def make_comment(text: str = "A calm remark.", **fields: Any) -> Comment:
    """A stored comment that nothing has scored yet."""
    article = fields.pop("article", None) or make_article()
    author = fields.pop("author", None) or make_author()
    return Comment.objects.create(article=article, author=author, text=text, **fields)


def make_policy_version(article: Article | None = None) -> PolicyVersion:
    policy, _ = Policy.objects.get_or_create(article=article, section="")
    return drafting.publish_text(policy=policy, text=POLICY_TEXT, clauses=CLAUSES)


def make_clause(**fields: Any) -> Clause:
    """A clause that is not stored, for tests of pure functions."""
    defaults = {
        "quote": "personal attacks",
        "attribute": Attribute.PERSONAL_ATTACK,
        "queue_at": 0.5,
        "hold_at": 0.8,
    }
    return Clause(**{**defaults, **fields})


def rule(kind: str, content: str | int, verdict: str = "hold") -> dict[str, Any]:
    """A rule as it is stored: entries, one a line, or a limit."""
    name = "limit" if isinstance(content, int) else "entries"
    return {"kind": kind, "verdict": verdict, name: content}


def make_release() -> ClassifierRelease:
    """The active release."""
    active = ClassifierRelease.Status.ACTIVE
    return ClassifierRelease.objects.filter(status=active).first() or (
        ClassifierRelease.objects.create(
            classifier="linear", name="made", digest="made", status=active
        )
    )


def make_score(comment: Comment, **probabilities: float) -> Score:
    """A score of the active release; attributes that are not named get 0.01."""
    fields = {attribute.value: 0.01 for attribute in Attribute} | probabilities
    return Score.objects.create(
        comment=comment, release=make_release(), verdict=Verdict.HOLD, language="en", **fields
    )


def make_finding(comment: Comment, clause: Clause | None = None, **fields: Any) -> Finding:
    """A finding that the comment breaks `clause`, of a new policy where none is given."""
    defaults = {
        "clause": clause or make_policy_version().clauses.get(attribute="personal_attack"),
        "release": make_release(),
        "probability": 0.9,
        "threshold": 0.85,
        "verdict": Verdict.HOLD,
    }
    return Finding.objects.create(comment=comment, **{**defaults, **fields})


def make_review_item(comment: Comment | None = None, **fields: Any) -> ReviewItem:
    return ReviewItem.objects.create(comment=comment or make_comment(), **fields)


def make_user(**fields: Any) -> User:
    return User.objects.create_user(**{"username": f"user-{next(_numbers)}", **fields})


def make_moderator(**fields: Any) -> User:
    moderator = make_user(**fields)
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    return moderator


def limit_to_sections(moderator: User, *sections: str) -> User:
    """Let `moderator` see and decide the cases of `sections` only."""
    for section in sections:
        SectionLimit.objects.create(user=moderator, section=section)
    return moderator


def make_senior(**fields: Any) -> User:
    """A moderator who may decide escalated cases."""
    senior = make_moderator(**fields)
    senior.user_permissions.add(Permission.objects.get(codename="decide_escalated"))
    return senior


def make_staff(*permissions: str) -> User:
    """Somebody who may log in to the admin, with permissions by their codenames."""
    staff = make_user(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return staff


def make_administrator() -> User:
    return make_user(is_staff=True, is_superuser=True)
