"""The delay that Jira asks for is read in every way in which it may be written."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from connectors.jira.refusal import outcome, retry_after
from connectors.jira.remedies import REMEDIES, remedy
from connectors.outcome import Never, NotNow

NOW = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 0.5 ", 0.5),
        ("-3", 0.0),
        ("1e9", 86_400.0),
        ("inf", 86_400.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
    ],
)
def test_a_delay_is_read(written: str, seconds: float) -> None:
    headers = {"Retry-After": written, "Date": format_datetime(NOW, usegmt=True)}
    assert retry_after(headers) == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", [None, "", "nan", "bientôt", "Mon, 99 Nov 2026 09:05:00 GMT"])
def test_a_delay_that_cannot_be_read_is_none(written: str | None) -> None:
    assert retry_after({"Retry-After": written} if written is not None else {}) is None


def test_a_date_is_counted_from_now_when_the_server_does_not_say_its_own() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    found = retry_after({"Retry-After": later})
    assert found is not None
    assert timedelta(seconds=90) < found <= timedelta(seconds=100)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (requests.ConnectTimeout("http://hôte?jeton"), NotNow),
        (requests.ReadTimeout("jeton"), NotNow),
        (requests.ConnectionError("jeton"), NotNow),
        (requests.exceptions.SSLError("jeton"), NotNow),
        (requests.exceptions.ChunkedEncodingError("jeton"), NotNow),
        (requests.exceptions.InvalidURL("jeton"), Never),
        (requests.exceptions.MissingSchema("jeton"), Never),
        (ValueError("jeton"), NotNow),
    ],
)
def test_a_failure_is_told_without_its_own_words(error: Exception, kind: type[Exception]) -> None:
    found = outcome(error)
    assert isinstance(found, kind)
    assert "jeton" not in str(found)


def test_each_status_has_one_remedy_and_others_have_one_too() -> None:
    assert len(dict(REMEDIES)) == len(REMEDIES)
    assert remedy(418)
