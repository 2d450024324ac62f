"""The delay that another side asks for is read in every way in which it may be written."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.retry_after import retry_after

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
