"""Files comments of WordPress that are new here, and judges them as all others are."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, Comment
from articles.text import has_something_to_read
from moderation.models import WordPressComment, WordPressConnection
from moderation.services.connections import stories
from moderation.services.connections.wordpress import client, standing
from moderation.services.connections.wordpress.shapes import RemoteComment
from moderation.services.connections.wordpress.standing import APPROVED, HOLD, STATUS
from moderation.services.judging import scoring
from moderation.services.judging.persistence import storing
from moderation.services.readers.personal_data import erased_id
from moderation.services.transfer import arrivals as arriving
from moderation.services.transfer import source_decisions
from moderation.services.transfer.archives.records import ArchivedAuthor
from moderation.services.transfer.arrivals import Arrivals

# What is spam or in the trash when it is first seen needs no moderator.
FILED = (APPROVED, HOLD)
# So many comments that a comment answers are fetched with it, if they are not here.
ANCESTORS = 10


def file(
    connection: WordPressConnection, remotes: Iterable[RemoteComment], asked_at: datetime
) -> int:
    """File comments that are not known yet, and return how many are now.

    Comments on posts that are not public are left out.  Raises WordPressError.
    """
    new = [remote for remote in remotes if remote.status in FILED]
    new = [*_ancestors(connection, new), *new]
    articles = _articles(connection, new)
    placed = [remote for remote in new if articles.get(remote.post)]
    return _store(connection, placed, articles, asked_at) if placed else 0


def _ancestors(
    connection: WordPressConnection, remotes: Sequence[RemoteComment]
) -> list[RemoteComment]:
    """The comments that these answer and that are neither here nor among them, oldest first."""
    fetched: dict[int, RemoteComment] = {}
    among = {remote.id for remote in remotes}
    for remote in remotes:
        parent = remote.parent
        for _ in range(ANCESTORS):
            if not parent or parent in among or parent in fetched or _is_here(connection, parent):
                break
            found = client.comment(connection, parent)
            if found is None or found.status not in FILED:
                break
            fetched[found.id] = found
            parent = found.parent
    return sorted(fetched.values(), key=lambda own: own.id)


def _is_here(connection: WordPressConnection, own_id: int) -> bool:
    return bool(Arrivals(connection.source).comments([str(own_id)]))


def _articles(
    connection: WordPressConnection, remotes: Iterable[RemoteComment]
) -> dict[int, Article]:
    """The articles of the comments' posts by the posts' ids, where the posts are public."""
    hrefs = {remote.post: remote.href_of_post for remote in remotes}
    arrivals = Arrivals(connection.source)
    known = {
        str(a.source_id): a
        for a in Article.objects.filter(
            source_id__in=[arrivals.source_id(str(post)) for post in hrefs]
        )
    }
    found: dict[int, Article] = {}
    for post, href in hrefs.items():
        if article := known.get(arrivals.source_id(str(post))):
            found[post] = article
        elif (told := client.post(connection, href)) and told.is_public:
            found[post] = stories.article_of(connection, told.story)
    return found


@transaction.atomic
def _store(
    connection: WordPressConnection,
    remotes: Sequence[RemoteComment],
    articles: dict[int, Article],
    asked_at: datetime,
) -> int:
    """Store comments with their status in WordPress, and what judging makes of them."""
    arrivals = Arrivals(connection.source)
    known = arrivals.comments(str(remote.id) for remote in remotes)
    _link(connection, remotes, known, asked_at)
    authors = _authors(arrivals, remotes)
    comments: dict[str, Comment] = {}
    for remote in remotes:
        source_id = arrivals.source_id(str(remote.id))
        author = authors.get(remote.id)
        if source_id in known or author is None or not has_something_to_read(remote.text):
            continue
        parent = known.get(arrivals.source_id(str(remote.parent)))
        article = articles[remote.post]
        known[source_id] = comments[source_id] = Comment.objects.create(
            article=article,
            author=author,
            parent=parent if parent and parent.article_id == article.pk else None,
            posted_as=arriving.posted_as(remote.written_by, author),
            text=remote.text,
            status=STATUS[remote.status],
            posted_at=min(remote.date_gmt, timezone.now()),
            source_id=source_id,
        )
    _link(connection, remotes, comments, asked_at)
    judge(connection, list(comments.values()))
    return len(comments)


def judge(connection: WordPressConnection, comments: Sequence[Comment]) -> None:
    """Judge comments that stand here as in WordPress.  What changes, WordPress is told of."""
    if not connection.publishes:
        source_decisions.keep_withheld(comments)
    storing.store(scoring.judge(comments, in_bulk=len(comments) > 1))


def _link(
    connection: WordPressConnection,
    remotes: Iterable[RemoteComment],
    comments: dict[str, Comment],
    asked_at: datetime,
) -> None:
    """Note how those of `comments` stand in WordPress; the erased ones do not belong to it."""
    arrivals = Arrivals(connection.source)
    found = [(remote, comments.get(arrivals.source_id(str(remote.id)))) for remote in remotes]
    WordPressComment.objects.bulk_create(
        (
            standing.first_seen(connection, comment, remote, asked_at)
            for remote, comment in found
            if comment and (comment.source_id or "").startswith(f"{connection.source}:")
        ),
        ignore_conflicts=True,
    )


def _authors(arrivals: Arrivals, remotes: Sequence[RemoteComment]) -> dict[int, Author]:
    """The author of each comment by its id.

    An author who was erased here stays so.  Who writes again under that name afterwards is
    somebody new with each comment: it must be judged, and is tied to nothing that was erased.
    """
    own = {remote.id: remote.written_by for remote in remotes}
    keys = {erased_id(arrivals.source_id(author.id)): author.id for author in own.values()}
    erased = {
        keys[str(row.source_id)]: row.erased_at
        for row in Author.objects.filter(source_id__in=keys, erased_at__isnull=False)
    }
    for remote in remotes:
        since = erased.get(own[remote.id].id)
        if since and remote.date_gmt > since:
            own[remote.id] = ArchivedAuthor(f"comment {remote.id}", own[remote.id].name)
    stored = arrivals.authors(list(own.values()))
    found = {own_id: stored.get(arrivals.source_id(author.id)) for own_id, author in own.items()}
    return {own_id: author for own_id, author in found.items() if author}
