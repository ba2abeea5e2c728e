"""What axe finds on a page as it stands, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page):
    """Return what violates a rule in light, and a rule about colours in dark."""
    found = []
    for scheme, rules in (("light", RULES), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        broken = Axe().run(page, options=rules).response["violations"]
        found += [
            (scheme, each["id"], node["html"][:200]) for each in broken for node in each["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    return found
