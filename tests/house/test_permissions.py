"""The documented permissions are the real ones."""

import re

from rules.permissions import permissions

from tests.house.test_sizes import ROOT


def test_every_permission_is_documented_and_every_documented_one_exists():
    text = (ROOT / "docs" / "permissions.md").read_text()

    documented = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", text, re.MULTILINE))

    assert documented == set(permissions)
