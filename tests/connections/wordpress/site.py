"""A real WordPress, with its PHP and database, as long as a test module runs."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from base64 import b64encode
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.servers import free_port

PHP = Path(__file__).parent / "php"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FILES = CACHE / "comity/wordpress/usr/share/wordpress"
DATABASE = {
    "skip-networking": None,
    "skip-grant-tables": None,  # so there need be none
    "skip-log-bin": None,
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-flush-method": "nosync",
    "innodb-buffer-pool-size": "32M",
    "innodb-log-file-size": "8M",
    "aria-log-file-size": "8M",
    "performance-schema": "off",
}


def is_installed():
    return (FILES / "wp-load.php").exists() and bool(_mariadbd()) and bool(shutil.which("php"))


class Site:
    """What readers and moderators of a WordPress do, through its own API."""

    def __init__(self, url, environment):
        self.url, self.environment = url, environment
        self.passwords = json.loads(self._php(str(PHP / "install.php")))

    def comment(self, text, *, name="Ada", email="", status="approved", **fields):
        """Post a comment under the first post; return what WordPress tells of it.

        Each is by another guest, since WordPress takes the same words from one only once.
        """
        guest = {"author_name": name, "author_email": email or f"{next(_guests)}@example.org"}
        given = {"post": 1, "content": text, "status": status} | (guest if name else {}) | fields
        return self.call("POST", "/comments", **given)

    def get(self, comment):
        return self.call("GET", f"/comments/{comment['id']}")

    def status(self, comment):
        return self.get(comment)["status"]

    def change(self, comment, **changed):
        """A moderator changes a comment."""
        return self.call("POST", f"/comments/{comment['id']}", **changed)

    def delete(self, comment):
        """A moderator deletes a comment for good."""
        self.call("DELETE", f"/comments/{comment['id']}", force=True)

    def call(self, method, route, user="moderator", **given):
        asked = urlencode({"context": "edit"})
        body = json.dumps(given).encode() if method != "GET" else None
        secret = b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}
        url = f"{self.url}/wp-json/wp/v2{route}?{asked}"
        try:
            with urlopen(Request(url, body, headers, method=method)) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    def sql(self, statement):
        """Change the database behind WordPress's back."""
        connect = "new mysqli(null, 'root', '', 'wordpress', 0, getenv('WORDPRESS_SOCKET'))"
        self._php("-r", f"$d = {connect}; $d->query($argv[1]) or die($d->error);", statement)

    def _php(self, *arguments):
        done = subprocess.run(
            ["php", *arguments], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout


_guests = count(1)


@contextmanager
def running():
    """Install WordPress and serve it; yield its Site."""
    with tempfile.TemporaryDirectory(prefix="comity-", dir="/tmp") as name:
        folder, port = Path(name), free_port()
        environment = {
            **os.environ,
            "WORDPRESS_SOCKET": str(folder / "socket"),
            "WORDPRESS_FILES": str(FILES),
            "WORDPRESS_CONFIG": str(PHP / "config.php"),
            "WORDPRESS_URL": f"http://127.0.0.1:{port}",
        }
        serve = ["php", "-d", "log_errors=0", "-S", f"127.0.0.1:{port}", "-t", FILES]
        with _process(_database(folder)), _process([*serve, PHP / "router.php"], environment):
            _wait_for(folder / "socket")
            yield Site(environment["WORDPRESS_URL"], environment)


def _database(folder):
    (folder / "data").mkdir()
    files = {"datadir": "data", "socket": "socket", "pid-file": "pid"}
    given = DATABASE | {option: str(folder / file) for option, file in files.items()}
    if os.geteuid() == 0:
        given["user"] = "root"
    options = [f"--{name}={value}" if value else f"--{name}" for name, value in given.items()]
    return [_mariadbd(), "--no-defaults", *options]


def _mariadbd():
    return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def _process(command, environment=None):
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _wait_for(socket):
    for _ in range(100):
        if socket.exists():
            return
        time.sleep(0.1)
    raise AssertionError("MariaDB did not come up.")
