import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Author
from moderation.services.readers import personal_data
from moderation.services.transfer import tables


class Command(BaseCommand):
    help = "Find an author by id, name or e-mail address, and export or erase their data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["find", "export", "erase"])
        parser.add_argument("who", help="id, name, e-mail address, or paper:ID")
        parser.add_argument("--yes", action="store_true", help="erase without confirmation")

    def handle(self, *, what: str, who: str, yes: bool, **_: Any) -> None:
        authors = personal_data.found(who)
        if what == "find":
            for author in authors:
                self.stdout.write(self._line(author))
        elif what == "export":
            sys.stdout.writelines(
                tables.lines(personal_data.export(self._one(authors, who)), tables.JSON_LINES)
            )
        else:
            self._erase(self._one(authors, who), yes)

    def _one(self, authors: list[Author], who: str) -> Author:
        if not authors:
            raise CommandError(f"No author matches {json.dumps(who, ensure_ascii=False)}.")
        if len(authors) > 1:
            lines = "\n".join(self._line(author) for author in authors)
            raise CommandError(f"Several authors match. Choose one by id:\n{lines}")
        return authors[0]

    def _erase(self, author: Author, yes: bool) -> None:
        line = self._line(author)
        if not yes and input(f"Erase {line}? This cannot be undone. [y/N] ") != "y":
            raise CommandError("Nothing was erased.")
        emptied = personal_data.erase(author)
        self.stdout.write(f"Erased {line}, and the text of {emptied} comments.")

    def _line(self, author: Author) -> str:
        return f"{author.pk}: {author.name} <{author.email}>, since {author.created_at:%Y-%m-%d}"
