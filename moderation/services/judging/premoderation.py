"""Holding comments whatever their score, because of their article or their author."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.models import AuthorRecord, Block, Decision, Finding, Origin, Policy, Trust, Verdict
from moderation.services.judging import kept_findings, trust, watches
from moderation.services.judging.outcomes import Readable
from moderation.services.readers import origins

Reason = Finding.Reason

# For how long after a block comments of new authors from the same networks are held.  A blocked
# author who deletes a cookie returns at once; after a day too many other people would be held.
NEAR_BLOCK_PERIOD = timedelta(days=1)


def findings(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    """The findings that hold comments before any moderator read them, by index in `comments`.

    They apply to comments that were posted here and are not visible yet: a
    later rule hides nothing that is published.  Imported comments are held
    only if their source withheld them.
    """
    found = _for_new(comments)
    for place, kept in kept_findings.of(comments).items():
        found[place] = [*found.get(place, []), *kept]
    for place, watched in watches.findings(comments).items():
        found[place] = [*found.get(place, []), watched]
    return found


def _for_new(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    places = [place for place, comment in enumerate(comments) if _is_new(comment)]
    if not places:
        return {}
    new_comments = [comments[place] for place in places]
    policies = _policies_of(new_comments)
    site = policies.get((None, ""), Policy())
    premoderated = _premoderated_articles(new_comments, policies)
    new = _new_authors(new_comments, site)
    on_record = _authors_with_a_record(new_comments, site)
    near_block = _near_a_block(new_comments)
    with_address = _with_a_blocked_address(new_comments)
    always_held = trust.authors(new_comments, Trust.Level.HELD)

    def holds(comment: Readable) -> list[Finding]:
        reasons = {
            Reason.PREMODERATED: comment.article_id in premoderated,
            Reason.NEW_AUTHOR: comment.author_id in new,
            Reason.RECENT_RECORD: comment.author_id in on_record,
            Reason.NEAR_BLOCK: comment.pk in near_block,
            Reason.BLOCKED_ADDRESS: comment.author_id in with_address,
            Reason.ALWAYS_HELD: comment.author_id in always_held,
        }
        return [_hold(comment, reason) for reason, applies in reasons.items() if applies]

    return {place: holds(comments[place]) for place in places}


def _is_new(comment: Readable) -> bool:
    """Whether the comment was posted here and is not visible yet."""
    return comment.status == Comment.Status.HELD and comment.source_id is None


def _hold(comment: Readable, reason: Finding.Reason) -> Finding:
    return Finding(comment_id=comment.pk, reason=reason, verdict=Verdict.HOLD)


def _policies_of(comments: Sequence[Readable]) -> dict[tuple[int | None, str], Policy]:
    """The site's policy, and those of the comments' articles and sections: by article, section."""
    articles = {comment.article_id for comment in comments}
    sections = Article.objects.filter(pk__in=articles).values("section")
    shared = Q(article__isnull=True) & (Q(section="") | Q(section__in=sections))
    found = Policy.objects.filter(Q(article__in=articles) | shared)
    return {(policy.article_id, policy.section): policy for policy in found}


def _premoderated_articles(
    comments: Sequence[Readable], policies: dict[tuple[int | None, str], Policy]
) -> set[int]:
    """The articles whose nearest policy that says how they are moderated says: before."""
    articles = {comment.article_id for comment in comments}
    stated = {of: policy.moderation for of, policy in policies.items() if policy.moderation}
    sections: dict[int, str] = {}
    if any(section for _, section in stated):
        sections = dict(Article.objects.filter(pk__in=articles).values_list("pk", "section"))

    def moderation(article: int) -> str | None:
        nearest = ((article, ""), (None, sections.get(article, "")), (None, ""))
        return next((stated[of] for of in nearest if of in stated), None)

    return {article for article in articles if moderation(article) == Policy.Moderation.PRE}


def _new_authors(comments: Sequence[Readable], site: Policy) -> set[int | None]:
    if not site.approvals_of_new_authors:
        return set()
    authors: set[int | None] = {comment.author_id for comment in comments}
    known = AuthorRecord.objects.filter(
        author__in=authors - {None}, approved__gte=site.approvals_of_new_authors
    )
    return authors - set(known.values_list("author_id", flat=True))


def _authors_with_a_record(comments: Sequence[Readable], site: Policy) -> set[int | None]:
    """Authors with enough recent decisions, a large share of them removals by people."""
    if site.record_share is None:
        return set()
    since = timezone.now() - timedelta(days=site.record_days)
    decisions = (
        Decision.objects.standing()
        .by_people()
        .filter(
            comment__author__in={comment.author_id for comment in comments} - {None},
            decided_at__gte=since,
        )
    )
    rows = decisions.order_by("pk").values_list("comment_id", "comment__author_id", "action")
    last = {comment: (author, action) for comment, author, action in rows}
    decided = Counter(author for author, _ in last.values())
    removed = Counter(a for a, action in last.values() if action == Decision.Action.REMOVE)
    return {
        author
        for author, number in decided.items()
        if number >= site.record_minimum and removed[author] / number >= site.record_share
    }


def _near_a_block(comments: Sequence[Readable]) -> set[int]:
    """Comments of authors who are new since a block, from a network of the blocked author.

    Accounts from before the block, and authors with an approved comment, are
    not suspected to be the blocked person.
    """
    created, joined = F("comment__author__created_at"), F("comment__author__user__date_joined")
    posted = Origin.objects.filter(comment__in=[comment.pk for comment in comments if comment.pk])
    blocks = Block.objects.in_force().filter(
        blocked_at__gte=OuterRef("received_at") - NEAR_BLOCK_PERIOD,
        blocked_at__lte=OuterRef("known_since"),
        author__comments__origin__network_key=OuterRef("network_key"),
    )
    near = posted.annotate(known_since=Least(created, Coalesce(joined, created))).filter(
        Exists(blocks)
    )
    return set(
        near.exclude(comment__author__record__approved__gt=0).values_list("comment_id", flat=True)
    )


def _with_a_blocked_address(comments: Sequence[Readable]) -> set[int]:
    """Authors who gave the e-mail address of another author whose block covers it."""
    authors = {comment.author_id for comment in comments} - {None}
    given = Author.objects.filter(pk__in=authors, email__gt="").values_list("pk", "email")
    keys = {pk: origins.email_key(email) for pk, email in given}
    if not keys:
        return set()
    blocks = Block.objects.in_force().filter(email_key__in=set(keys.values()) - {""})
    blocked: defaultdict[str, set[int]] = defaultdict(set)
    for key, author in blocks.values_list("email_key", "author_id"):
        blocked[key].add(author)
    return {pk for pk, key in keys.items() if blocked[key] - {pk}}
