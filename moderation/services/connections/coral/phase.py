"""Coral's external moderation phase: what the policy makes of a text before Coral stores it.

The request has no id of the comment, which does not exist yet, so nothing is filed here.
"""

from articles import names
from articles.models import Author, Comment
from articles.text import has_something_to_read
from moderation.models import CoralConnection
from moderation.services.connections import stories
from moderation.services.connections.coral import answers, bodies, inbox
from moderation.services.connections.coral.answers import Written
from moderation.services.connections.stories import Story
from moderation.services.judging import scoring
from moderation.services.judging.outcomes import Outcome
from moderation.services.transfer.arrivals import Arrivals


def judge(
    *,
    connection: CoralConnection,
    story: Story,
    author_id: str,
    body: str,
    is_edit: bool = False,
) -> Outcome | None:
    """Judge `body` by the policy in force for the story; None if there is nothing to read.

    The verdict on a text that could not be scored is to hold it.
    """
    article, author = stories.article_of(connection, story), _author(connection, author_id)
    if is_edit and author.pk:
        inbox.look_again(connection=connection, article=article, author=author)
    text = bodies.text_of(body)
    if not has_something_to_read(text):
        return None
    draft = Comment(article=article, author=author, text=text)
    (outcome,) = scoring.judge([draft], with_evidence=False)
    answers.keep(connection, Written(author_id, story.id, text), outcome)
    return outcome


def _author(connection: CoralConnection, author_id: str) -> Author:
    """The author, who is not stored before the first comment is: Coral does not tell the name."""
    source_id = Arrivals(connection.source).source_id(bodies.author_key(author_id))
    known = Author.objects.filter(source_id=source_id).first()
    return known or Author(name=names.NAMELESS)
