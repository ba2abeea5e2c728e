"""Whether the site in this container answers; its exit code says so."""

from urllib.request import urlopen

urlopen("http://127.0.0.1:8000/healthz", timeout=4).close()
