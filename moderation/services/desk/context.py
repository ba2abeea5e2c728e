"""What a moderator looks up beside a case: the policy that it is judged by, and its author."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.models import Comment
from moderation.models import Block, Clause, InternalNote, PolicyVersion
from moderation.permissions import of_own_sections
from moderation.services.decisions import citing
from moderation.services.desk import notes_shown
from moderation.services.policy import posted
from moderation.services.readers import rule_links

COMMENTS_SHOWN = 10
NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a policy's text; `is_broken` if it states a rule that the comment breaks."""

    text: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy version that a comment is judged by, and the clauses of it that it breaks.

    Of clauses with equal quotes one is named, as on the card.
    `unmarked` are those of the clauses whose words are not in the text.
    """

    version: PolicyVersion
    paragraphs: list[list[Words]]
    broken: list[Clause]
    unmarked: list[Clause]


@dataclass(frozen=True, slots=True)
class Background:
    """An author's newest comments, the blocks in force, and the newest notes of colleagues."""

    comments: list[Comment]
    blocks: list[Block]
    notes: list[InternalNote]


def policy_of(comment: Comment) -> PolicyInForce | None:
    """Return the policy for `comment`, its broken clauses marked; None if there is no policy."""
    version = PolicyVersion.objects.current_version(comment.article)
    if version is None:
        return None
    clauses = list(version.clauses.all())
    findings = comment.findings.select_related("clause")
    broken: dict[str, Clause] = {}
    for clause in citing.found_and_in_force(findings, clauses):
        broken.setdefault(rule_links.anchor(clause.quote), clause)
    pieces = posted.paragraphs(version.text_for_reader, posted.rules(clauses))
    stated = {rule.anchor for paragraph in pieces for piece in paragraph for rule in piece.rules}
    return PolicyInForce(
        version,
        [
            [Words(piece.text, _states(piece.rules, broken)) for piece in paragraph]
            for paragraph in pieces
        ],
        list(broken.values()),
        [clause for anchor, clause in broken.items() if anchor not in stated],
    )


def background_of(comment: Comment, moderator: User) -> Background:
    """Return what `moderator` may see of the author of `comment`, in four queries."""
    newest = Comment.objects.filter(author=comment.author_id).order_by("-posted_at", "-pk")
    own = of_own_sections(newest, moderator, "article__section")
    shown = own.select_related("author", "article").prefetch_related("findings")
    blocks = Block.objects.in_force().filter(author=comment.author_id).select_related("blocked_by")
    notes = notes_shown.about(comment, moderator)
    return Background(list(shown[:COMMENTS_SHOWN]), list(blocks), list(notes[:NOTES_SHOWN]))


def _states(rules: Iterable[posted.PostedRule], anchors: Container[str]) -> bool:
    return any(rule.anchor in anchors for rule in rules)
