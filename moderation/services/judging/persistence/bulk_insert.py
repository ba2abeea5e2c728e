"""Inserting thousands of rows: with COPY on PostgreSQL."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model
from numpy.typing import NDArray

Numbers = NDArray[np.int64] | NDArray[np.float64]

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
# PostgreSQL counts microseconds from here.
EPOCH, MICROSECOND = datetime(2000, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def insert(model: type[Model], shared: Mapping[str, Any], columns: Mapping[str, Numbers]) -> None:
    """Insert rows that share the values of `shared` and differ in `columns`.

    The keys of both are attribute names of `model`.  A column has a number for
    each row: int64 for bigint, float64 for double precision.
    """
    if connection.vendor == "postgresql":
        _copy(model, shared, columns)
        return
    lists = (column.tolist() for column in columns.values())
    model._default_manager.bulk_create(
        model(**shared, **dict(zip(columns, row, strict=True))) for row in zip(*lists, strict=True)
    )


def _copy(model: type[Model], shared: Mapping[str, Any], columns: Mapping[str, Numbers]) -> None:
    quote = connection.ops.quote_name
    column_of = {field.attname: field.column for field in model._meta.concrete_fields}
    names = ", ".join(quote(column_of[name]) for name in (*columns, *shared))
    table = quote(model._meta.db_table)
    rows = _binary(list(shared.values()), list(columns.values()))
    # Django converts the errors of its own methods only; copy_expert is psycopg's.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f"COPY {table} ({names}) FROM STDIN WITH (FORMAT binary)", io.BytesIO(rows)
        )


def _binary(shared: list[Any], columns: list[Numbers]) -> bytes:
    """Rows in COPY's binary format: the number of fields, then each field after its length.

    All rows have the same length, so numpy builds them as one array, which is
    much faster than a line of text for each row.
    """
    constants = [_constant(value) for value in shared]
    layout: list[tuple[str, str]] = [("number", ">i2")]
    for place, column in enumerate(columns):
        layout += [(f"length {place}", ">i4"), (f"column {place}", f">{column.dtype.str[1:]}")]
    rows = np.zeros(len(columns[0]), dtype=[*layout, ("shared", f"V{len(b''.join(constants))}")])
    rows["number"] = len(columns) + len(shared)
    rows["shared"] = np.void(b"".join(constants))
    for place, column in enumerate(columns):
        rows[f"length {place}"] = column.itemsize
        rows[f"column {place}"] = column
    return HEADER + rows.tobytes() + TRAILER


def _constant(value: Any) -> bytes:
    """One field: its length (-1 for NULL) and its bytes."""
    if value is None:
        return (-1).to_bytes(4, signed=True)
    if isinstance(value, datetime):
        value = (value - EPOCH) // MICROSECOND
    field = value.to_bytes(8, signed=True) if isinstance(value, int) else str(value).encode()
    return len(field).to_bytes(4) + field
