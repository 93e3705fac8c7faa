"""Reports of the content security policy: one line each, bounded, never an error."""

import json

import pytest

from portal.views.reports import REPORTS_PER_MINUTE

REPORT = {
    "csp-report": {
        "document-uri": "https://arena.example/sv/a/one/activities/?q=private",
        "violated-directive": "script-src",
        "blocked-uri": "inline",
    }
}


def send(client, body) -> int:
    return client.post("/policy-report", body, content_type="application/csp-report").status_code


def test_a_report_is_logged_without_the_page(client, caplog):
    assert send(client, json.dumps(REPORT)) == 204

    assert "script-src" in caplog.text
    assert "private" not in caplog.text


def test_an_address_in_a_report_is_logged_without_its_query(client, caplog):
    page = "https://arena.example/sv/account/login/code/confirm/?code=123456#form"
    report = {"violated-directive": "script-src", "source-file": page, "blocked-uri": f"{page}&next=/sv/"}

    assert send(client, json.dumps({"csp-report": report})) == 204

    assert "login/code/confirm/" in caplog.text
    assert "123456" not in caplog.text


def test_a_length_that_is_no_number_is_refused(client, caplog):
    answer = client.post("/policy-report", "{}", content_type="application/csp-report", CONTENT_LENGTH="many")

    assert answer.status_code == 413
    assert "content security policy" not in caplog.text


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"csp-report": 3}', '{"csp-report": {}}', "\x00", "[" * 3000, "9" * 7000]
)
def test_what_is_no_report_is_dropped(client, caplog, body):
    assert send(client, body) == 204

    assert not caplog.text


def test_a_long_report_is_not_read(client, caplog):
    long = json.dumps(REPORT | {"more": "x" * 9000})

    assert send(client, long) == 204
    assert not caplog.text


def test_reports_are_bounded(client, caplog):
    for _report in range(REPORTS_PER_MINUTE + 5):
        send(client, json.dumps(REPORT))

    assert caplog.text.count("script-src") == REPORTS_PER_MINUTE
