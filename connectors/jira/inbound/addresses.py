"""From the address of a page of Jira to the issue that it shows."""

import re
from urllib.parse import parse_qs, urlsplit

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,19}-[0-9]{1,9}")


def key_in(url: str, site: str) -> str:
    """The key of the issue that `url` shows on the site at that address; "" where it shows none, or is elsewhere."""
    try:
        page, home = urlsplit(url), urlsplit(site)
        same = (page.scheme, page.hostname, page.port) == (home.scheme, home.hostname, home.port)
    except ValueError:
        return ""
    under = f"{home.path.rstrip('/')}/"
    if not same or not page.path.startswith(under):
        return ""
    chosen = parse_qs(page.query).get("selectedIssue", [""])[0]
    last = page.path.rstrip("/").rpartition("/")[2]
    return next((one.upper() for one in (chosen, last) if _KEY.fullmatch(one)), "")
