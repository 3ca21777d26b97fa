"""The site, built once for the session, and a server that hands out its files."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = "somebody/cnn-course"


@dataclass(frozen=True)
class Site:
    """A site, built by the command: its folder, its exit code, and what was printed."""

    folder: Path
    code: int
    printed: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole site. What `make site` has found out before, runs and measures, is used again."""
    for name in ("sphinx", "myst_nb"):
        pytest.importorskip(name, reason="needs Sphinx: pip install -e '.[site]' (Python 3.11)")
    folder = tmp_path_factory.mktemp("site") / "html"
    code = "from autograder.cli import main; main()"
    command = [sys.executable, "-c", code, "site", "--out", str(folder)]
    command += ["--repository", REPOSITORY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (folder / "index.html").exists(), done.stdout + done.stderr
    return Site(folder, done.returncode, done.stdout + done.stderr)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Where the site is served."""
    handler = functools.partial(_Quiet, directory=str(site.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def names(site: Site) -> list[str]:
    """Every page, without its ending."""
    return sorted(path.stem for path in site.folder.glob("*.html"))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a window of its own; a test fails if a request left the page's host."""
    contexts = []
    outside: list[str] = []
    failures: list[str] = []

    def note(request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((address, "file:", "blob:", "data:")):
            outside.append(url)

    def check(response: Response) -> None:
        if response.status >= 400:
            failures.append(f"{response.status} {response.url}")

    def open_it(name: str, *, base: str = address, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.on("pageerror", lambda error: failures.append(f"{name}: {error}"))
        page.on("response", check)
        page.goto(f"{base}/{name}.html")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not outside, f"requests left the page's own host: {outside}"
    assert not failures, failures


def show_widgets(page: Page) -> int:
    """Scroll past every widget of a page, wait until each is drawn, and say how many there are."""
    places = page.locator(".course-widget")
    for place in places.all():
        place.scroll_into_view_if_needed()
    count = places.count()
    page.wait_for_function(
        "count => document.querySelectorAll('[data-shown] .ccw[data-draws]').length === count",
        arg=count,
    )
    return count
