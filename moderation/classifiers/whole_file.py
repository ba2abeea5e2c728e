"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def opened(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """Open `path` for writing ("w" is UTF-8, "wb" bytes); it appears when the block is done.

    Until then what is written has a name of its own beside it, so an interruption or a full disk
    leaves the former file as it was.  What is no file, such as /dev/stdout, is written to at once.
    """
    encoding = None if "b" in mode else "utf-8"
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open(mode, encoding=encoding) as file:
            yield file
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open(mode, encoding=encoding) as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
