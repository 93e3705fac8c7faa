"""Settings come from the environment and are loud about what they cannot read."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from smice import environment
from tests.house.test_sizes import ROOT

PRODUCTION = {
    "SECRET_KEY": "a-b9Zk2-q7" * 8,
    "ALLOWED_HOSTS": "arena.example",
    "BASE_URL": "https://arena.example",
    "DATABASE_URL": "postgres://arena@127.0.0.1/arena",
    "REDIS_URL": "redis://127.0.0.1/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DJANGO_SETTINGS_MODULE": "smice.settings",
}


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Runs manage.py with nothing in the environment but `variables`."""
    path = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=path | variables, capture_output=True, text=True)


def test_production_settings_pass_the_deployment_check(tmp_path):
    checked = start("check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


def test_production_refuses_to_start_without_a_key(tmp_path):
    refused = start("check", VAR_DIR=str(tmp_path), **(PRODUCTION | {"SECRET_KEY": ""}))

    assert refused.returncode != 0
    assert "SECRET_KEY is missing" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("LOCAL", "maybe"), ("PORT", "eighty"), ("BASE_URL", "arena.example"), ("EMAIL_URL", "localhost:25")],
)
def test_a_value_that_cannot_be_read_stops_the_start(tmp_path, name, value):
    refused = start("check", VAR_DIR=str(tmp_path), **(PRODUCTION | {name: value}))

    assert refused.returncode != 0
    assert name in refused.stderr


def test_a_kept_secret_is_made_once_and_is_its_owners(tmp_path):
    path = tmp_path / "deeper" / "secret"

    first = environment.kept_secret(path)

    assert environment.kept_secret(path) == first
    assert len(first) >= 60
    assert path.stat().st_mode & 0o077 == 0


def test_flags_read_words(monkeypatch):
    monkeypatch.setenv("SWITCH", "on")
    assert environment.flag("SWITCH") is True
    monkeypatch.setenv("SWITCH", "off")
    assert environment.flag("SWITCH", default=True) is False
    monkeypatch.setenv("SWITCH", "2")
    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        environment.flag("SWITCH")


def test_none_is_an_empty_list(monkeypatch):
    monkeypatch.setenv("ROLES", "none")
    assert environment.words("ROLES", "lead") == []
    monkeypatch.setenv("ROLES", "lead, auditor,")
    assert environment.words("ROLES") == ["lead", "auditor"]


def test_a_mail_address_with_signs_is_read(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://arena%40example.org:p%40ss@mail.example.org:587")

    options = environment.mailer("EMAIL_URL")["OPTIONS"]

    assert options == {
        "host": "mail.example.org",
        "port": 587,
        "timeout": 10,
        "username": "arena@example.org",
        "password": "p@ss",
        "use_tls": True,
    }
