"""What the README tells a newcomer to do exists."""

import re

from tests.house.test_sizes import ROOT


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"make ([a-z-]+)", readme))

    assert {"run", "test"} <= named <= targets


def test_every_path_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text()

    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
