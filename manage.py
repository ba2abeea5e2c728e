#!/usr/bin/env python
import os
import sys

import django

from config import command_line
from config.version import VERSION

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] in (["version"], ["--version"]):
        sys.stdout.write(f"Comity {VERSION} (Django {django.__version__})\n")
        sys.exit()
    sys.exit(command_line.run(sys.argv))
