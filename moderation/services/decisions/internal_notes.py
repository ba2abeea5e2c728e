"""Notes that colleagues leave each other on an author or on a case."""

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Author, Comment
from moderation.models import InternalNote


class NoteRefused(Exception):
    """The author's data was erased: nothing more is stored about them."""


@transaction.atomic
def write(*, comment: Comment, written_by: User, text: str, on_author: bool) -> InternalNote:
    """Store a note on `comment`, or on its author.

    Raises NoteRefused if the author's data was erased.
    """
    author = Author.objects.select_for_update(of=("self",)).get(pk=comment.author_id)
    if author.erased_at is not None:
        raise NoteRefused
    return InternalNote.objects.create(
        author=author, comment=None if on_author else comment, text=text, written_by=written_by
    )


def delete(*, note: InternalNote, moderator: User) -> bool:
    """Delete a note that `moderator` wrote; False if somebody else wrote it, or it is gone."""
    deleted, _ = InternalNote.objects.filter(pk=note.pk, written_by=moderator).delete()
    return bool(deleted)
