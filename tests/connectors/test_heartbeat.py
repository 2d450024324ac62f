"""The sign of life is one call; its failures are told without the address, which holds a token."""

import httpx
import pytest
import respx

from connectors.heartbeat import Heartbeat

URL = "https://surveillance.example/ping/jeton-secret"


@respx.mock
async def test_it_calls_the_address_once() -> None:
    door = respx.get(URL).mock(return_value=httpx.Response(200))
    heartbeat = Heartbeat(URL)
    await heartbeat.beat()
    await heartbeat.close()
    assert door.call_count == 1


@respx.mock
@pytest.mark.parametrize("fault", [httpx.ConnectTimeout(URL), httpx.Response(503), httpx.Response(302), OSError(URL)])
async def test_a_failure_is_only_told_in_the_log_and_never_with_the_address(
    fault: Exception | httpx.Response, capsys: pytest.CaptureFixture[str]
) -> None:
    respx.get(URL).mock(side_effect=[fault])
    heartbeat = Heartbeat(URL)
    await heartbeat.beat()
    await heartbeat.close()
    said = "".join(capsys.readouterr())
    assert "heartbeat" in said
    assert "surveillance.example" not in said
    assert "jeton-secret" not in said
