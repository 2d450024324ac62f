"""What the set-up and the checks ask of Jira keeps to the vendor's own description of its API."""

import json
import os
import re
from pathlib import Path

import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest

from tests.bot.administered import Administered, serving
from tests.bot.test_jira_commands import CONTRACT, Run, run

__all__ = ["run"]
SPEC = Path(__file__).parents[3] / "shared" / "contracts" / "jira-cloud-v3.trimmed.json"
# What the trimmed description leaves out: screens and their schemes, and what lies outside of `/rest/api`.
LEFT_OUT = re.compile(r"/rest/api/2/(screens|screenscheme|issuetypescreenscheme)\b|/rest/(webhooks|pat)/|/_edge/")


def test_every_request_is_one_that_the_vendor_describes(run: Run) -> None:
    if not SPEC.is_file():
        if os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
            pytest.fail("the shared contracts are required and are not beside the repository")
        pytest.skip("the shared contracts are not beside the repository")
    spec, site = OpenAPI.from_file_path(str(SPEC)), Administered(issues=True)
    with serving(site):
        run("jira", "inspect", "BOU", at=site.url)
        run("jira", "setup", CONTRACT)
        run("doctor")
    described = [one for one in site.asked if not LEFT_OUT.match(one[1])]
    assert len({path for _, path, _, _ in described}) > 10
    for method, path, query, body in described:
        sent = MockRequest(
            "https://your-domain.atlassian.net",
            method.lower(),
            path.replace("/rest/api/2/", "/rest/api/3/"),
            args=dict(pair.split("=", 1) for pair in query.split("&") if pair),
            headers={"Authorization": "Basic eA=="},
            content_type="application/json",
            data=json.dumps(body).encode() if body else b"",
        )
        spec.validate_request(sent)
