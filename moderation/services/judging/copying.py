"""Storing very many rows at once."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, whose values are in the order of `fields`: attribute names of `model`.

    PostgreSQL takes them with COPY, other databases as ordinary inserts.  For
    numbers, times and codes: COPY reads an empty text as NULL.
    """
    if connection.vendor == "postgresql":
        _copy(model, fields, rows)
    else:
        objects = model._default_manager
        objects.bulk_create(model(**dict(zip(fields, row, strict=True))) for row in rows)


def _copy(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    lines.seek(0)
    quote = connection.ops.quote_name
    column_of = {field.attname: field.column for field in model._meta.concrete_fields}
    columns = ", ".join(quote(column_of[name]) for name in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)", lines)
