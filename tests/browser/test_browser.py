"""The browser itself: it reaches the live server, and its complaints are heard."""


def test_the_first_page_opens_silently(page, console) -> None:
    response = page.goto("/")
    assert response.status == 200
    assert page.locator("h1").count() == 1
    page.wait_for_load_state("networkidle")
    assert console == []


def test_complaints_reach_the_console_fixture(page, console) -> None:
    page.goto("/")
    page.evaluate("console.error('heard')")
    assert "heard" in console


def test_committed_data_is_seen_and_gone_again(page, live_server) -> None:
    from assessment.exchange.actions import load_bank_if_empty

    assert load_bank_if_empty()
    assert page.goto("/healthz").status == 200
