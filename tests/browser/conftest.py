"""The product as a newcomer gets it: started by scripts/run.sh on a database of its own, seen in Chromium."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass
class Served:
    """A running product: where it answers, what it prints (mail too), its sign-in links by role, sessions made so."""

    address: str
    output: Path
    links: dict[str, str]
    sessions: dict[str, dict] = field(default_factory=dict)


def free_port() -> int:
    """A port below those that outgoing connections take."""
    for port in range(18300, 18400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def wait_until_ready(address: str, process: subprocess.Popen) -> None:
    """Returns when the product says that it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the product did not start"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("the product was not ready in time")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product on SQLite in a folder of its own, with both arenas loaded."""
    folder = tmp_path_factory.mktemp("product")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "DEBUG"}}
    environment = kept | {"VAR_DIR": str(folder), "PORT": str(port), "LOCAL": "1", "SECOND_FACTOR_ROLES": "none"}
    environment["DJANGO_SETTINGS_MODULE"] = "smice.settings"
    output = folder / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            ["sh", "scripts/run.sh"], cwd=ROOT, env=environment, stdout=file, start_new_session=True
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        links = dict(re.findall(r"^\s*(\S.*?)\s{2,}(http\S+)\s*$", output.read_text(), re.MULTILINE))
        yield Served(f"http://localhost:{port}", output, links)
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@dataclass
class Visitor:
    """Somebody at a device. Remembers every console error and every request that leaves the site."""

    page: Page
    served: Served
    language: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, *, status: int = 200) -> Page:
        """Opens a page by its path after the language and expects a status."""
        answer = self.page.goto(f"{self.served.address}/{self.language}/{path}")
        assert answer is not None
        assert answer.status == status, f"{answer.status} at {answer.url}"
        return self.page


@pytest.fixture
def visit(browser: Browser, served: Served):
    """Makes a visitor: width in CSS pixels, look, language, with or without JavaScript, signed in by role or not."""

    @contextmanager
    def _visit(
        *,
        width: int = 1280,
        look: str = "light",
        language: str = "en",
        javascript: bool = True,
        role: str | None = None,
    ) -> Iterator[Visitor]:
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width > 600 else 740},
            color_scheme=look,
            locale={"sv": "sv-SE", "nb": "nb-NO", "en": "en-GB"}[language],
            java_script_enabled=javascript,
            reduced_motion="reduce",
            storage_state=session_of(browser, served, role) if role else None,
        )
        visitor = Visitor(context.new_page(), served, language)
        visitor.page.on("console", lambda said: note_error(visitor, said.type, said.text))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("request", lambda request: note_request(visitor, request.url))
        yield visitor
        context.close()
        assert visitor.complaints == []

    return _visit


def note_error(visitor: Visitor, kind: str, text: str) -> None:
    """Keeps console errors; a page that is meant to answer 4xx is reported by the browser and is no complaint."""
    if kind == "error" and "the server responded with a status of 4" not in text:
        visitor.complaints.append(text)


def note_request(visitor: Visitor, url: str) -> None:
    """Keeps every address that is not the site's own."""
    if not url.startswith((visitor.served.address, "data:", "about:", "blob:")):
        visitor.complaints.append(f"left the site: {url}")


def session_of(browser: Browser, served: Served, role: str) -> dict:
    """Cookies of somebody signed in by the one-use link of the first role with this word in its name."""
    if role not in served.sessions:
        context = browser.new_context()
        page = context.new_page()
        page.goto(next(link for name, link in served.links.items() if role in name.lower()))
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
        page.wait_for_load_state()
        served.sessions[role] = context.storage_state()
        context.close()
    return served.sessions[role]
