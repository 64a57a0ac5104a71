"""What a learner downloads, measured on the wire from the server and the files of `make run`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import Question, fill_account

FIRST_PAGE, NEXT_PAGE = 60_000, 8_000


@pytest.fixture(scope="module")
def local_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site as `make run` serves it, with a database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "EMAIL_URL")}
    environment |= {
        "PLUMBLINE_PROFILE": "local",
        "PLUMBLINE_VAR": str(tmp_path_factory.mktemp("site")),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=root, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + 60
        while not answers(address):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < ends, "the server did not start"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def answers(address: str) -> bool:
    with suppress(URLError, ConnectionError), urlopen(f"{address}/healthz", timeout=2) as response:
        return bool(response.status == 200)
    return False


@pytest.fixture
def measured(browser: Browser) -> Iterator[tuple[Page, dict[str, float]]]:
    """A page with an empty cache, and the bytes that came over the wire by address, headers included."""
    context = browser.new_context()
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    addresses: dict[str, str] = {}
    bytes_by_address: dict[str, float] = {}

    def count(event: dict[str, Any]) -> None:
        address = addresses[event["requestId"]]
        bytes_by_address[address] = bytes_by_address.get(address, 0) + event["encodedDataLength"]

    client.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    client.on("Network.loadingFinished", count)
    yield page, bytes_by_address
    context.close()


Show = Callable[[str, dict[str, float]], float]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Prints figures past pytest's capture and adds them up."""

    def show_figures(title: str, figures: dict[str, float]) -> float:
        total = sum(figures.values())
        with capsys.disabled():
            print(f"\n{title}: {total / 1000:.1f} kB")
            for address, size in sorted(figures.items(), key=lambda pair: -pair[1]):
                print(f"  {size / 1000:5.1f} kB  {address.rpartition('/')[2] or 'the page itself'}")
        return total

    return show_figures


def test_a_question_page_is_light(local_site: str, measured: tuple[Page, dict[str, float]], show: Show) -> None:
    page, figures = measured
    page.goto(f"{local_site}/accounts/signup/?next=/quizzes/trend-judgement/")
    fill_account(page, "light@example.org")
    page.locator("form[action$='/start/'] .btn-primary").click()
    page.wait_for_url("**/attempts/*/1/")
    page.goto("about:blank")
    client = page.context.new_cdp_session(page)
    client.send("Network.clearBrowserCache")
    page.wait_for_load_state("networkidle")
    figures.clear()
    page.go_back(wait_until="networkidle")
    question = Question(page)
    question.at(1)
    assert show("A question page, nothing in the cache", figures) <= FIRST_PAGE
    scripts = page.locator("script[src]").evaluate_all("all => all.map(one => one.src)")
    assert [script.rpartition("/js/")[2].partition(".")[0] for script in scripts] == ["question", "ordering"]
    assert not any("bootstrap" in address and address.endswith(".js") for address in figures)

    figures.clear()
    question.onward.click()
    question.at(2)
    page.wait_for_load_state("networkidle")
    assert show("The next question, fetched by the script", figures) <= NEXT_PAGE


def test_no_page_of_a_learner_loads_a_script_of_bootstrap(
    local_site: str, measured: tuple[Page, dict[str, float]]
) -> None:
    page, _figures = measured
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    for path in ("/", "/quizzes/", "/quizzes/sample/", "/accounts/login/", "/accounts/signup/"):
        assert page.goto(f"{local_site}{path}").status == 200
    assert any(address.endswith(".css") for address in loaded)
    assert not any(address.endswith(".js") for address in loaded)
