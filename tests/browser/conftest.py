"""A real browser, and a server on this machine for the pages that it opens."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest
from msgspec import Struct, field

CHROMIUM: Final = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS: Final = (
    "--headless", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium here; install Debian's package of that name")
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed; run `make test-browser`"
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0, args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_: object) -> None:  # noqa: A002
        """Say nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file, unless the browser has gone to another page already."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which this machine serves a folder to itself."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Observed(Struct):
    """A page of the browser, and everything on it that should not happen."""

    page: Any
    address: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{path}", wait_until="domcontentloaded")


@contextmanager
def observed(chromium: Any, address: str, **options: Any) -> Iterator[Observed]:
    """A page that notes errors, dialogs, requests to other hosts, and pages that it went to.

    At the end there must have been none.
    """
    context = chromium.new_context(**options)
    page = context.new_page()
    result = Observed(page, address)
    note = result.problems.append
    page.on("console", lambda message: note(f"console: {message.text}"))
    page.on("pageerror", lambda error: note(f"error: {error}"))
    page.on("popup", lambda popup: note(f"popup: {popup.url}"))
    page.on("download", lambda download: note(f"download: {download.url}"))

    def on_dialog(dialog: Any) -> None:
        note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_failure(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the next page was opened before the icon came
            note(f"failed: {request.url}: {request.failure}")

    def on_request(request: Any) -> None:
        if not request.url.startswith(address):
            note(f"request: {request.url}")

    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("requestfailed", on_failure)
    yield result
    assert result.problems == []
    context.close()
