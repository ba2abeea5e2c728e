"""Looking up the rows of many comments at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL


def among(field: str, ids: Sequence[int]) -> dict[str, Any]:
    """A filter for `ids`: a range where they lie close together, as in a run, else a list.

    A range is read from the index at once, but also finds the rows between
    the ids: callers must ignore those.
    """
    if ids and max(ids) - min(ids) < 2 * len(ids):
        return {f"{field}__gte": min(ids), f"{field}__lte": max(ids)}
    return {f"{field}__in": ids}


def any_of(column: str, ids: Sequence[int]) -> Q | RawSQL:
    """A filter for thousands of ids in a bigint column: on PostgreSQL one array, one parameter."""
    if connection.vendor == "postgresql":
        sql = f"{column} = ANY(%s::bigint[])"
        return RawSQL(sql, [list(ids)], BooleanField())  # noqa: S611 -- ids are a parameter
    return Q(**{f"{column}__in": ids})


def delete_of(comment_ids: Sequence[int], rows: QuerySet[Any]) -> None:
    """Delete the rows that belong to the comments.  There are few or none, so look first."""
    own = set(comment_ids)
    found = rows.filter(**among("comment", comment_ids)).values_list("pk", "comment_id")
    outdated = [pk for pk, comment_id in found if comment_id in own]
    if outdated:
        rows.filter(pk__in=outdated).delete()
