"""One JupyterLab, a browser page on it, and the few things a test does with them."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

TIMEOUT_MS = 60_000
RUN_MS = 300_000
"""For a whole lesson, some of which train networks."""
_CUT_OFF = {
    **dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
    ),
    "no_proxy": "127.0.0.1,localhost",
    "NO_PROXY": "127.0.0.1,localhost",
}
"""Nothing answers there: kernels reach no other machine, and lessons find no data to train on."""
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
NODE_MODULES = REPOSITORY / "course" / "widgets" / "node_modules"
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
HIGH_CONTRAST = "JupyterLab Dark High Contrast"
# Playwright's own Chromium needs no path; Debian and Fedora name theirs differently.
CHROMIUM = os.environ.get("CNN_COURSE_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

_SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}

_DOCUMENT = """path => Array.from(jupyterapp.shell.widgets('main'))
    .find(widget => widget.context && (!path || widget.context.path === path))"""
_READY = f"""path => {{
    const panel = ({_DOCUMENT})(path);
    return !!panel && panel.context.isReady && !!panel.sessionContext
        && panel.sessionContext.session?.kernel?.status === 'idle';
}}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and the folder it serves."""

    url: str
    root: pathlib.Path

    def write(self, name: str, *sources: str) -> str:
        """Write a notebook of code cells into the folder and return its path there."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in sources],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_lab(folder: pathlib.Path) -> Iterator[Lab]:
    """Start a JupyterLab that shares nothing with the user's own, and end it."""
    root = folder / "root"
    for name in ("root", "config", "data", "runtime", "settings", "workspaces", "ipython", "app"):
        (folder / name).mkdir(parents=True)
    for plugin, values in _SETTINGS.items():
        package, _, name = plugin.partition(":")
        path = folder / "settings" / package / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ip=127.0.0.1"]
    command += [f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True"]
    command += [f"--LabApp.user_settings_dir={folder / 'settings'}", "--allow-root"]
    command += [f"--LabApp.workspaces_dir={folder / 'workspaces'}", "--LabApp.news_url=None"]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        **_CUT_OFF,
        "CNN_COURSE_DATA": str(folder / "no-data"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join(
            filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", "")))
        ),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = folder / "jupyter.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", root)
            _wait_for(lab.url + "/api/status", process, log)
            yield lab
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: pathlib.Path) -> None:
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start; its log ends:\n{log.read_text()[-2000:]}")


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium: the system's, or the one Playwright installed."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Browser, lab: Lab) -> Page:
    """Open JupyterLab and wait until it is there."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(f"{lab.url}/lab?reset")
    page.wait_for_function("() => !!globalThis.jupyterapp && jupyterapp.shell !== undefined")
    page.evaluate("async () => { await jupyterapp.restored; }")
    page.evaluate("() => { jupyterapp.shell.collapseLeft(); jupyterapp.shell.collapseRight(); }")
    return page


def open_document(page: Page, path: str) -> None:
    """Open a notebook, and wait for its kernel."""
    page.evaluate("path => { jupyterapp.commands.execute('docmanager:open', {path}); }", path)
    page.wait_for_function(_READY, arg=path)
    page.evaluate(
        f"""path => {{
            globalThis.panelInFront = ({_DOCUMENT})(path);
            jupyterapp.shell.activateById(panelInFront.id);
            panelInFront.content.activate();
        }}""",
        path,
    )
    page.wait_for_function("() => jupyterapp.shell.currentWidget === panelInFront")


def close_document(page: Page, path: str) -> None:
    """Shut a notebook's kernel down and close it, unsaved changes and all."""
    page.evaluate(
        f"""async path => {{
            const panel = ({_DOCUMENT})(path);
            if (!panel) return;
            await panel.sessionContext.shutdown();
            panel.context.model.dirty = false;
            panel.dispose();
        }}""",
        path,
    )


def run_all(page: Page) -> None:
    """Run every cell of the notebook in front, and wait until all are done."""
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(
        """() => {
            const cells = panelInFront.content.model.cells;
            return Array.from(cells).every(
                cell => cell.type !== 'code' || !cell.sharedModel.source.trim()
                    || (cell.executionCount && cell.executionState !== 'running'));
        }""",
        timeout=RUN_MS,
    )


def source_of(page: Page, index: int) -> str:
    """Source of a cell, as the notebook file would carry it."""
    return str(
        page.evaluate(
            "i => panelInFront.content.model.cells.get(i).sharedModel.source",
            index,
        )
    )


def run_python(page: Page, code: str) -> str:
    """Run code in the notebook's kernel and return what it prints."""
    return str(
        page.evaluate(
            """async code => {
                const kernel = panelInFront.sessionContext.session.kernel;
                const future = kernel.requestExecute({code, store_history: false});
                let text = '';
                future.onIOPub = message => {
                    if (message.header.msg_type === 'stream') text += message.content.text;
                    if (message.header.msg_type === 'error')
                        text += message.content.ename + ': ' + message.content.evalue;
                };
                await future.done;
                return text;
            }""",
            code,
        )
    ).strip()


def set_theme(page: Page, theme: str) -> None:
    """Change the theme and wait for its colours."""
    page.evaluate(
        "theme => { jupyterapp.commands.execute('apputils:change-theme', {theme}); }", theme
    )
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    page.wait_for_timeout(500)


def drawn(widget: Locator) -> int:
    """How many times a widget has drawn itself."""
    return int(widget.get_attribute("data-draws") or 0)


def wait_for_position(widget: Locator, position: str) -> None:
    """Wait until a widget has drawn a position: "3,5"."""
    element = widget.element_handle()
    widget.page.wait_for_function(
        "([element, position]) => element.dataset.pos === position", arg=[element, position]
    )


def accessibility_problems(page: Page, selector: str) -> list[Any]:
    """What axe-core finds in one element: (rule, help, elements) each."""
    axe = NODE_MODULES / "axe-core" / "axe.min.js"
    if not page.evaluate("() => 'axe' in globalThis"):
        # RequireJS, where the page has it, would take axe for itself.
        page.evaluate(
            "source => { new Function('define', source)(undefined); }", axe.read_text("utf-8")
        )
    found = page.evaluate("selector => axe.run(selector)", selector)
    assert found["passes"], f"axe-core looked at nothing in {selector}"
    return [
        (item["id"], item["help"], [node["html"][:160] for node in item["nodes"]])
        for item in found["violations"]
    ]
