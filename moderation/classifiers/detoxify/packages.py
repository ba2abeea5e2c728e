"""Imports the packages of the transformer stack when they are needed: a site may lack them."""

import importlib
from typing import Any

from moderation.classifiers.base import ReleaseError


def imported(module: str) -> Any:
    """Return a module. Raises ReleaseError, with the next step, if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ReleaseError(
            f"The classifier `detoxify` needs {error.name or module}, which is not installed. "
            "Run: pip install -r requirements.txt"
        ) from error
