"""The compose file and the image, as far as they can be judged without an engine."""

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatch

import pytest
import yaml

from tests.house.test_sizes import ROOT, tracked

COMPOSE = ROOT / "docker-compose.yml"
OWN = ("prepare", "web", "worker", "beat")
SECRET_NAMES = re.compile(r"secret|password|token|key", re.IGNORECASE)


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(COMPOSE.read_text())


def stages() -> list[list[str]]:
    """The instructions of the Dockerfile, by stage."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line and not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def test_it_keeps_to_the_schema_of_compose_files():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]

    checked = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"no_proxy": "*"})

    assert checked.returncode == 0, checked.stdout


def test_everything_that_lives_says_whether_it_is_well(compose):
    without = {
        name for name, service in compose["services"].items() if "test" not in service.get("healthcheck", {"none": 1})
    }

    assert set(compose["services"]) == {*OWN, "database", "broker", "mail"}
    assert without == {"prepare"}
    assert compose["services"]["prepare"]["restart"] == "no"


def test_whoever_needs_a_service_waits_until_it_is_well(compose):
    services = compose["services"]

    for name in ("web", "worker", "beat"):
        waits = {needed: how["condition"] for needed, how in services[name]["depends_on"].items()}
        assert waits == {
            "database": "service_healthy",
            "broker": "service_healthy",
            "prepare": "service_completed_successfully",
        }


def test_no_secret_has_a_value_or_a_default(compose):
    found = {}
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if SECRET_NAMES.search(variable) or "://" in value:
                found[name, variable] = value
    literal = {
        place: value
        for place, value in found.items()
        if not re.search(r"\$\{\w+:\?[^}]+\}", value) and value != "${SECRET_KEY_FALLBACKS:-}"
    }

    assert len(found) > 10
    assert literal == {}
    assert not re.search(r"\$\{\w+:-[^}]", COMPOSE.read_text())


def test_every_variable_is_one_of_the_settings(compose):
    settings = (ROOT / "smice" / "settings.py").read_text()
    known = set(re.findall(r"env\.\w+\(\"([A-Z_]+)\"", settings))

    given = {variable for name in OWN for variable in compose["services"][name]["environment"]}

    assert given - known == set()
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} <= given


def test_what_the_header_asks_for_is_what_the_file_asks_for():
    text = COMPOSE.read_text()
    asked = set(re.findall(r"^#   ([A-Z_]+) ", text, re.MULTILINE))

    required = set(re.findall(r"\$\{(\w+):\?", text))

    assert asked == required


def test_our_own_processes_have_no_rights_they_do_not_need(compose):
    for name in OWN:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert "privileged" not in service


def test_nothing_is_open_to_the_network_but_through_the_proxy(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_data_lives_in_named_volumes_and_images_have_a_version(compose):
    services = compose["services"].values()
    mounted = {mount.partition(":")[0] for service in services for mount in service.get("volumes", [])}

    assert mounted == set(compose["volumes"])
    images = [service["image"] for service in services if "build" not in service]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_commands_of_the_services_exist(compose, name):
    check = compose["services"][name]["healthcheck"]["test"]

    assert check == ["CMD", "python", "scripts/healthy.py", name]
    assert (ROOT / check[2]).exists()


def test_the_image_installs_by_hash_and_does_not_run_as_root():
    packages, image = stages()

    assert any("--require-hashes -r requirements.lock" in line for line in packages)
    assert [line.split()[1] for line in image if line.startswith("USER ")][-1] != "root"
    server = next(json.loads(line.removeprefix("CMD ")) for line in image if line.startswith("CMD "))
    assert server[:2] == ["gunicorn", "smice.wsgi:application"]
    # Packages and images come from where the machine is set up to look.
    assert "://" not in (ROOT / "Dockerfile").read_text()
    assert not any("/" in line.split()[1] for stage in stages() for line in stage if line.startswith("FROM "))


def test_the_image_holds_what_the_product_reads_and_nothing_private():
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]

    def is_left_out(name: str) -> bool:
        return any(fnmatch(name, pattern) or fnmatch(name, f"{pattern}/*") for pattern in ignored)

    assert all(is_left_out(name) for name in (".git/config", ".env", "var/secret_key", ".venv/bin/python"))
    needed = [path.relative_to(ROOT).as_posix() for path in tracked("*.py", "templates/*", "static/*", "data/*")]
    left_out = {name.partition("/")[0] for name in needed if is_left_out(name)}
    assert left_out == {"tests"}
