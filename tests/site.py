"""A site of its own for one test, whose commands are real processes that can be killed.

Its database is a file, or a database beside the one of the tests where
DATABASE_URL names a PostgreSQL.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
COMMENTS = """
from articles.models import Article, Author, Comment
from moderation.models import Policy
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from moderation.classifiers.base import Attribute
article = Article.objects.create(slug="a", title="A", body="It happened.")
author = Author.objects.create(name="Reader")
clause = ProposedClause(Attribute.PERSONAL_ATTACK, "personal attacks")
drafting.publish_text(policy=Policy.objects.create(), text="No personal attacks.", clauses=[clause])
texts = ["You are an idiot.", "A calm remark.", "Another remark."]
Comment.objects.bulk_create(
    Comment(article=article, author=author, text=texts[n % 3]) for n in range({number})
)
"""


class Site:
    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start `manage.py` in a process group of its own, and do not wait for it."""
        return subprocess.Popen(  # noqa: S603 -- the project's own command
            [*self._obeying_permissions(), sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**_environment(), "DATABASE_URL": self.url, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=_obey_interrupts,  # noqa: PLW1509 -- this process starts no threads
        )

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def add_comments(self, number: int) -> None:
        done = self.run("shell", "-v0", "-c", COMMENTS.format(number=number))
        assert done.returncode == 0, done.stderr

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(connect(self.url)) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def count(self, table: str) -> int:
        number: int = self.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 -- a test's own
        return number

    def _obeying_permissions(self) -> list[str]:
        """Root may write every file; without these capabilities it is refused like anybody."""
        if os.geteuid() != 0 or not self.url.startswith("sqlite"):
            return []
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


def _environment() -> dict[str, str]:
    """Without what the browser's tests need, and no site may have."""
    return {name: value for name, value in os.environ.items() if name != ASYNC_UNSAFE}


def _obey_interrupts() -> None:
    """Shells have what they start in the background ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def connect(url: str) -> Any:
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"))
    user, _, rest = url.partition("://")[2].partition("@/")
    host, _, name = rest.rpartition("/")
    return psycopg2.connect(user=user, host=f"/{host.lstrip('/')}", dbname=name)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


class Sites:
    """Makes sites from one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self.server = os.environ.get("DATABASE_URL", "")
        self.template = Site(self._url(folder, "template"), folder)
        if self._on_postgres:
            self._create_database("template", "template0")
        done = self.template.run("migrate", "-v0")
        assert done.returncode == 0, done.stderr

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[Site]:
        name = f"site_{uuid4().hex[:12]}"
        site = Site(self._url(folder, name), folder)
        if self._on_postgres:
            self._create_database(name, "template")
            yield site
            self._drop_database(name)
        else:
            shutil.copy(*(s.url.removeprefix("sqlite:///") for s in (self.template, site)))
            yield site

    @contextmanager
    def empty(self, folder: Path) -> Iterator[Site]:
        """A site whose database has no tables."""
        name = f"empty_{uuid4().hex[:12]}"
        if self._on_postgres:
            self._create_database(name, "template0")
        yield Site(self._url(folder, name), folder)
        if self._on_postgres:
            self._drop_database(name)

    def close(self) -> None:
        if self._on_postgres:
            self._drop_database("template")

    @property
    def _on_postgres(self) -> bool:
        return self.server.startswith("postgres")

    def _url(self, folder: Path, name: str) -> str:
        if self._on_postgres:
            return f"{self.server.rpartition('/')[0]}/{self._database(name)}"
        return f"sqlite:///{folder / name}.sqlite3"

    def _database(self, name: str) -> str:
        """Test processes run side by side, each with a template of its own."""
        return f"{name}_{os.getpid()}"

    def _create_database(self, name: str, template: str) -> None:
        source = template if template == "template0" else self._database(template)
        self._execute(f'CREATE DATABASE "{self._database(name)}" TEMPLATE "{source}"')

    def _drop_database(self, name: str) -> None:
        self._execute(f'DROP DATABASE "{self._database(name)}" WITH (FORCE)')

    def _execute(self, sql: str) -> None:
        with closing(connect(self.server)) as connection:
            connection.autocommit = True
            with closing(connection.cursor()) as cursor:
                cursor.execute(sql)
