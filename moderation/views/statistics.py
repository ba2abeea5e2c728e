"""Statistics of the desk: plots, sortable tables, and CSV."""

import csv
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import row_ids
from moderation.permissions import may_read_statistics
from moderation.services.desk import statistics
from moderation.services.desk.figures import Table
from moderation.services.transfer.tables import without_formula
from moderation.views.access import DeskRequest, allowed_only

PERIODS = (7, 30, 90)
readers_only = allowed_only(may_read_statistics)


@readers_only
@require_safe
def statistics_page(request: DeskRequest) -> HttpResponse:
    days = _days(request)
    tables = {name: make(days, request.user) for name, make in statistics.TABLES.items()}
    name, column = request.GET.get("table", ""), request.GET.get("sort", "")
    if name in tables and column.removeprefix("-") in tables[name].columns:
        _sort(tables[name], column)
    context = {
        "days": days,
        "periods": PERIODS,
        "tables": tables,
        "sorted_table": name,
        "sorted_by": column,
    }
    return render(request, "desk/statistics.html", context)


@readers_only
@require_safe
def statistics_csv(request: DeskRequest, name: str) -> HttpResponse:
    if name not in statistics.TABLES:
        raise Http404
    table = statistics.TABLES[name](_days(request), request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="comity-{name}.csv"'
    response.write("\ufeff")  # spreadsheets take the file for UTF-8 by this mark alone
    writer = csv.writer(response)
    writer.writerow(table.columns.values())
    writer.writerows([_cell(row[column]) for column in table.columns] for row in table.rows)
    return response


def _days(request: DeskRequest) -> int:
    asked = row_ids.read(request.GET.get("days"))
    return asked if asked in PERIODS else PERIODS[1]


def _sort(table: Table, column: str) -> None:
    key = column.removeprefix("-")
    table.rows.sort(
        key=lambda row: (row[key] is not None, row[key]), reverse=column.startswith("-")
    )


def _cell(value: Any) -> Any:
    return "" if value is None else without_formula(value)
