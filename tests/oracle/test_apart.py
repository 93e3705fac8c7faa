"""The oracle and the rule share nothing: neither could repeat the other's mistake."""

import subprocess
import sys

import pytest

from tests.house.test_sizes import ROOT

APPS = {"core", "accounts", "arena", "teams", "activities", "indicators", "api", "portal", "smice"}


@pytest.mark.parametrize(
    ("module", "may_load"), [("oracle", {"oracle"}), ("activities.disclosure_release", {"activities"})]
)
def test_each_can_be_loaded_without_the_other_and_without_django(module, may_load):
    program = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"

    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()

    assert set(loaded) & (APPS | {"oracle", "django"}) == may_load
