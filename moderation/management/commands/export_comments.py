from itertools import chain
from typing import Any

from moderation.management.export_command import ExportCommand
from moderation.services.transfer import exporting, tables


class Command(ExportCommand):
    help = (
        "Export articles and comments as JSON lines, or only comments as CSV, for import_comments."
    )
    default_format = tables.JSON_LINES

    def handle(self, **options: Any) -> None:
        rows = exporting.comments()
        if options["format"] == tables.JSON_LINES:
            rows = chain(exporting.articles(), rows)
        self.write(tables.lines(rows, options["format"]), options["output"])
