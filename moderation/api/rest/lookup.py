"""Finds the rows that a call names.  Raises Problem where there is none."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.models import Article, Author, Comment
from moderation.api.rest.problems import not_found
from moderation.models import Clause, PolicyVersion
from moderation.permissions import of_own_sections
from moderation.services.decisions import authority
from moderation.services.desk import clauses_in_force


def article(external_id: str) -> Article:
    found = Article.objects.filter(external_id=external_id).first()
    if found is None:
        raise not_found(f"article: “{external_id}”. Create it with PUT /articles/{external_id}")
    return found


def comments() -> QuerySet[Comment]:
    return Comment.objects.select_related("article", "author")


def readable_comments(by: User | None) -> QuerySet[Comment]:
    """The comments that a key of the user `by` reads; a key without a user reads all."""
    return of_own_sections(comments(), by, "article__section") if by else comments()


def readable_comment(pk: int, by: User | None) -> Comment:
    """Raises NotAllowedError too, where the comment is of a section of others."""
    found = comment(pk)
    if by:
        authority.check_section(found, by)
    return found


def comment(pk: int) -> Comment:
    found = comments().filter(pk=pk).first()
    if found is None:
        raise not_found("comment")
    return found


def author(pk: int) -> Author:
    found = Author.objects.select_related("record").filter(pk=pk).first()
    if found is None:
        raise not_found("author")
    return found


def clause(pk: int | None, of: Comment) -> Clause | None:
    """The clause with the id, if `of` can be removed under it."""
    if pk is None:
        return None
    found = next((clause for clause in clauses_in_force.of_comment(of) if clause.pk == pk), None)
    if found is None:
        raise not_found("clause in force for this comment. The case lists those that there are")
    return found


def policy(external_id: str | None) -> PolicyVersion | None:
    """The version in force for an article, or for the site."""
    if external_id is None:
        return PolicyVersion.objects.default_version()
    return PolicyVersion.objects.current_version(article(external_id))
