"""The version of Comity, for `manage.py --version`, `/healthz` and the desk."""

VERSION = "0.1.0"
