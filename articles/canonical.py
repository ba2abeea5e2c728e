"""One address for all spellings of an article's address.

The canonical address is for comparing, not for visiting: it is written without
what may differ between two links to one article.  That are the scheme, `www.`, the
port of the scheme, a log-in, the fragment, a slash at the end, parameters that
only track readers, the order of the others, and the forms of AMP.
"""

import re
from hashlib import sha256
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from django.db import models
from django.utils.encoding import punycode

SCHEMES = ("http", "https")
PORTS = (None, 80, 443)
_TRACKING = re.compile(
    r"(?:utm|mtm|matomo|piwik|hsa)_.*|pk_(?:campaign|kwd|keyword|source|medium|content|cid)"
    r"|at_(?:medium|campaign|custom\d+|format|link_.*)|ns_(?:campaign|mchannel|source|linkname|fee)"
    r"|mc_[ce]id|oly_(?:anon|enc)_id|vero_(?:id|conv)|wt_z?mc|_ga|_gl|_hsenc|_hsmi"
    r"|__twitter_impression|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid"
    r"|igshid|igsh|li_fat_id|srsltid|mkt_tok|s_cid|cmpid|ncid|ocid|icid|xtor|smid|wickedid"
    r"|rb_clickid|epik|sfnsn|amp|amp_(?:js_v|gsa|kit|lite)"
)
_AMP_VALUES = {("outputtype", "amp"), ("output", "amp"), ("view", "amp"), ("format", "amp")}
# Google's copies: `www-example-org.cdn.ampproject.org/c/s/www.example.org/a`, and of its search.
_AMP_COPY = re.compile(r"/(?:amp|[cv])/(?:s/)?(?P<host>[^/]+\.[^/]+)(?P<path>/.*|)")
_AMP_HOSTS = re.compile(r"(?:[^/]+\.)?cdn\.ampproject\.org|(?:www\.)?google\.[a-z.]+")
_NAMED = re.compile(r"[a-z0-9._-]+")
# Characters of a path that mean the same whether escaped or not (RFC 3986, section 3.3).
_PLAIN = ":@!$&'()*+,;=~"


def canonical(url: str) -> str:
    """The canonical address of `url`; empty if it is no address of a page."""
    try:
        return _canonical(_original(urlsplit(url.strip())))
    except ValueError:
        return ""


def is_page(url: str) -> bool:
    """Whether `url` is the whole address of a page, and may be linked to."""
    return url.startswith(("https://", "http://"))


def key(url: str) -> str:
    """The hash that the canonical address is looked up by: an index cannot hold any length."""
    address = canonical(url)
    return sha256(address.encode()).hexdigest() if address else ""


class CanonicalKeyField(models.CharField):
    """The key of the `url` of its row, set whenever the row is saved."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, "blank": True, "editable": False, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002
        found = key(getattr(model_instance, "url"))  # noqa: B009
        setattr(model_instance, self.attname, found)
        return found


def _canonical(parts: SplitResult) -> str:
    host = _host(parts.hostname or "")
    if parts.scheme not in SCHEMES:
        raise ValueError(parts.scheme)
    where = host if parts.port in PORTS else f"{host}:{parts.port}"
    query = _query(parts.query)
    return f"https://{where}{_path(parts.path)}{'?' if query else ''}{query}"


def _original(parts: SplitResult) -> SplitResult:
    """The address that a copy in Google's cache is of."""
    copied = _AMP_COPY.fullmatch(parts.path) if _AMP_HOSTS.fullmatch(parts.netloc.lower()) else None
    if copied is None:
        return parts
    return _original(parts._replace(netloc=copied["host"], path=copied["path"]))


def _host(host: str) -> str:
    """Raises ValueError if no host is called so."""
    if ":" in host:
        return f"[{IPv6Address(host)}]"
    plain = punycode(host.rstrip(".")).lower()
    if not _NAMED.fullmatch(plain):
        raise ValueError(host)
    while (shorter := re.sub(r"^(?:www|amp)\.(?=[^.]+\.)", "", plain)) != plain:
        plain = shorter
    return plain


def _path(path: str) -> str:
    kept: list[str] = []
    for escaped in path.split("/"):
        part = quote(unquote_to_bytes(escaped), safe=_PLAIN)
        if part == "..":
            kept = kept[:-1]
        elif part not in ("", "."):
            kept.append(part)
    return "".join(f"/{part}" for part in _without_amp(kept))


def _without_amp(parts: list[str]) -> list[str]:
    """The parts of a path, without `amp` at its beginning or end, and `.amp` of its file."""
    while len(parts) > 1 and parts[-1].lower() in ("amp", "amp.html"):
        parts = parts[:-1]
    while len(parts) > 1 and parts[0].lower() == "amp":
        parts = parts[1:]
    if parts:
        parts = [*parts[:-1], re.sub(r"(?<=.)(?:\.amp)+(?=$|\.html$)", "", parts[-1])]
    return parts


def _query(query: str) -> str:
    given = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in given if not _is_tracking(*pair)))


def _is_tracking(name: str, value: str) -> bool:
    plain = name.lower()
    return bool(_TRACKING.fullmatch(plain)) or (plain, value.lower()) in _AMP_VALUES
