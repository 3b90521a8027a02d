"""A real Chromium for the journeys: pages at a given width, pictures, and the axe audit in French.

    def test_a_technician_scans_a_label(open_page, look, axe):
        page = open_page("/", width=390, user=technician)
        …
        look(page, "atelier-scan")
        axe(page)

A page that logs an error, breaks the content security policy or fails to load a file fails its test.

Service workers are left out, so that a page is what the server answers; `through=cable` (tests/cable.py) allows them, and
gives a network that a test can cut.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cable import Cable

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "var" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core"
PHONE, DESKTOP = 390, 1280
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MISSING = (
    "Chromium est absent : les parcours dans un vrai navigateur sont laissés de côté. "
    "Pour les jouer : apt-get install chromium"
)


def chromium_path() -> str | None:
    """Where the machine's Chromium is; MAILLON_CHROMIUM names another."""
    named = os.environ.get("MAILLON_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "open_page", "browser", "launch"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a Chromium with more flags than the usual ones: `launch("--use-fake-device-for-media-stream")`."""
    path = chromium_path()
    if path is None:
        pytest.skip(MISSING)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    chromium = launch()
    yield chromium
    chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Open pages of the site, each in a browser of its own: `open_page(path, width=…, user=…, through=cable)`."""
    contexts, complaints = [], []

    def heard(line: str, cut: str | None) -> None:
        if not (cut and cut in line):
            complaints.append(line)

    def opened(
        path: str = "/", *, width: int = DESKTOP, user=None, through: Cable | None = None, workers: bool = True
    ) -> Page:
        url = through.url if through else live_server.url
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 844 if width < 768 else 900},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            has_touch=width < 768,
            service_workers="allow" if through and workers else "block",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if user is not None:
            context.add_cookies([{**session_cookie(user), "url": url}])
        cut = "net::ERR" if through else None
        context.on("console", lambda line: heard(line.text, cut) if line.type == "error" else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    expected = [line for line in complaints if "status of 4" in line]
    assert complaints == expected, "The browser complained: " + "; ".join(complaints)


@pytest.fixture
def page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """The home page, for nobody in particular; `@pytest.mark.width(390)` makes it a phone."""
    marker = request.node.get_closest_marker("width")
    return open_page(width=marker.args[0] if marker else DESKTOP)


@pytest.fixture
def look() -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page in var/screenshots: `look(page, "atelier-scan")`."""

    def picture(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return picture


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that the page breaks no accessibility rule and never scrolls sideways: `axe(page)`."""
    if not AXE.is_dir():
        pytest.fail("axe-core n’est pas installé : lancez « make test », qui l’installe.")
    program = (AXE / "axe.min.js").read_text()
    locale = json.loads((AXE / "locales" / "fr.json").read_text())

    def audit(page: Page) -> None:
        page.evaluate(program)
        found = page.evaluate(
            """async ({locale, rules}) => {
                axe.configure({locale});
                const audit = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
                return audit.violations;
            }""",
            {"locale": locale, "rules": RULES},
        )
        assert not found, f"{page.url}\n" + "\n".join(phrase(violation) for violation in found)
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= seen, f"{page.url} est large de {wide} px pour un écran de {seen} px."

    return audit


def phrase(violation: dict) -> str:
    """What axe says, with the elements it says it of."""
    elements = "; ".join(f"{node['html'][:160]} ({' '.join(node['target'])})" for node in violation["nodes"][:5])
    return f"- {violation['id']} [{violation['impact']}] {violation['help']} : {elements}"


def session_cookie(user) -> dict[str, str]:
    """The cookie of a session where this user is signed in."""
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
