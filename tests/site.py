"""A site of its own for one test, whose commands are real processes that can be killed.

Its database is a file, or a database beside the one of the tests where
DATABASE_URL names a PostgreSQL.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from fcntl import LOCK_EX, flock
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
        out, err = process.communicate(timeout=600)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    @property
    def on_postgres(self) -> bool:
        return self.url.startswith("postgres")

    @property
    def database(self) -> str:
        """The name of its database, or the path of its file."""
        return self.url.rpartition("/")[2] if self.on_postgres else self.url[len("sqlite:///") :]

    def execute(self, code: str) -> None:
        done = self.run("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr

    def add_comments(self, number: int) -> None:
        self.execute(COMMENTS.format(number=number))

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


def migrated_once(folder: Path) -> Site:
    """The site that others are copied from, which the first process that needs it makes.

    `folder` is that of all processes of one run.
    """
    address = folder / "migrated"
    with (folder / "migrated.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if address.exists():
            return Site(address.read_text(), folder)
        server = os.environ.get("DATABASE_URL", "")
        if server.startswith("postgres"):
            name = f"migrated_{uuid4().hex[:12]}"
            execute(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
            site = Site(f"{server.rpartition('/')[0]}/{name}", folder)
        else:
            site = Site(f"sqlite:///{folder / 'migrated.sqlite3'}", folder)
        done = site.run("migrate", "-v0")
        assert done.returncode == 0, done.stderr
        address.write_text(site.url)
        return site


def drop_migrated(folder: Path) -> None:
    """Leave nothing on a server that outlives the run."""
    address = folder / "migrated"
    if address.exists() and (site := Site(address.read_text(), folder)).on_postgres:
        execute(os.environ["DATABASE_URL"], f'DROP DATABASE "{site.database}" WITH (FORCE)')


def execute(url: str, sql: str) -> None:
    with closing(connect(url)) as connection:
        connection.autocommit = True
        with closing(connection.cursor()) as cursor:
            cursor.execute(sql)


class Sites:
    """Makes sites, those with tables as copies of `template`."""

    def __init__(self, template: Site) -> None:
        self.server = os.environ.get("DATABASE_URL", "")
        self.template = template

    def fresh(self, folder: Path) -> AbstractContextManager[Site]:
        return self.copy(self.template, folder)

    @contextmanager
    def copy(self, source: Site, folder: Path) -> Iterator[Site]:
        """A site with the rows of another, to which no process may be connected."""
        if source.on_postgres:
            with self._database(source.database) as url:
                yield Site(url, folder)
        else:
            path = folder / f"site_{uuid4().hex[:12]}.sqlite3"
            # The log of a process that was killed is part of the database.
            with closing(connect(source.url)) as rows, closing(sqlite3.connect(path)) as copy:
                rows.backup(copy)
            yield Site(f"sqlite:///{path}", folder)

    @contextmanager
    def empty(self, folder: Path) -> Iterator[Site]:
        """A site whose database has no tables."""
        if self.template.on_postgres:
            with self._database("template0") as url:
                yield Site(url, folder)
        else:
            yield Site(f"sqlite:///{folder / f'empty_{uuid4().hex[:12]}'}.sqlite3", folder)

    @contextmanager
    def _database(self, source: str) -> Iterator[str]:
        name = f"site_{uuid4().hex[:12]}"
        execute(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield f"{self.server.rpartition('/')[0]}/{name}"
        execute(self.server, f'DROP DATABASE "{name}" WITH (FORCE)')
