"""Only what Jira signed is believed, and each delivery has one identity."""

import hashlib
import hmac
import json

import pytest
from starlette.datastructures import Headers

from connectors.jira.inbound.jira_signature import genuine, identity
from tests.shared import shared

SECRET, BODY = "un secret", '{"résumé": "é"}'.encode()


def _sign(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_a_signed_body_is_genuine() -> None:
    assert genuine(SECRET, BODY, _sign(SECRET, BODY))
    assert genuine(SECRET, BODY, _sign(SECRET, BODY).upper().replace("SHA256", "sha256"))


def test_one_byte_more_is_not_genuine() -> None:
    assert not genuine(SECRET, BODY + b" ", _sign(SECRET, BODY))
    assert not genuine("un autre", BODY, _sign(SECRET, BODY))


@pytest.mark.parametrize(
    "header",
    [None, "", "sha256=", "sha256=zz", "sha1=" + "0" * 40, "sha256=" + "é" * 64, "0" * 64, "sha256=" + "٣" * 64],
)
def test_a_malformed_signature_is_refused_without_raising(header: str | None) -> None:
    assert not genuine(SECRET, BODY, header)


def test_an_empty_secret_signs_nothing() -> None:
    assert not genuine("", BODY, _sign("", BODY))


def test_the_published_vectors_reproduce() -> None:
    vectors = json.loads(shared("payloads/signing_vectors.json").read_text())
    ours = [vector for vector in vectors if vector["scheme"] == "jira-x-hub-signature"]
    assert ours
    for vector in ours:
        assert genuine(vector["secret"], vector["body"].encode(), vector["signature"])
        assert not genuine(vector["secret"], vector["body"].encode() + b".", vector["signature"])


def test_jiras_identifier_is_the_identity_whatever_its_case() -> None:
    assert identity(Headers({"X-Atlassian-Webhook-Identifier": "abc-1"}), BODY) == "abc-1"
    assert identity({"x-atlassian-webhook-identifier": "abc-1"}, b"other") == "abc-1"


@pytest.mark.parametrize(
    "headers", [{}, {"x-atlassian-webhook-identifier": " "}, {"x-atlassian-webhook-identifier": "a" * 999}]
)
def test_without_identifier_the_same_body_is_the_same_delivery(headers: dict[str, str]) -> None:
    assert identity(headers, BODY) == identity({}, bytes(BODY))
    assert identity(headers, BODY) != identity({}, BODY + b" ")
