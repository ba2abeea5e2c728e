"""What axe finds on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page):
    """Return what violates a rule in light, and a rule about colours in dark."""
    page.emulate_media(color_scheme="light")
    in_light = violations_now(page)
    page.emulate_media(color_scheme="dark")
    in_dark = violations_now(page, OF_COLOURS)
    page.emulate_media(color_scheme="light")
    return [*in_light, *(("in dark", *found) for found in in_dark)]


def violations_now(page, rules=RULES):
    """Return what violates a rule in the colours that the page has."""
    broken = Axe().run(page, options=rules).response["violations"]
    return [(each["id"], node["html"][:200]) for each in broken for node in each["nodes"]]
