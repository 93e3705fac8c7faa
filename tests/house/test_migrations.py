"""Migrations are complete, linear and reversible."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

OURS = ("core", "accounts", "arena", "teams", "activities", "indicators")


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_each_app_has_one_head(app):
    loader = MigrationLoader(connection=None)

    assert apps.is_installed(app)
    assert len(loader.graph.leaf_nodes(app)) == 1


def test_every_step_can_go_back():
    loader = MigrationLoader(connection=None)
    ours = [migration for (app, _name), migration in loader.disk_migrations.items() if app in OURS]

    stuck = [
        f"{migration.app_label}.{migration.name}"
        for migration in ours
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]

    assert ours
    assert stuck == []


def test_the_log_is_protected_on_this_database(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'core_log%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in cursor.fetchall()}

    assert names


def test_every_migration_leaves_the_triggers_of_the_map(db):
    """SQLite drops the triggers of a table that it makes anew: such a migration ends with `_standings.install`."""
    standings = import_module("activities.migrations._standings")
    tables = (standings.TABLE, *standings.PARTS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            wanted = {f"{table}_standing" for table in tables}
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%_standing' AND tgenabled = 'O'")
        else:
            wanted = set(standings.sqlite_names())
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_standing_%'")
        assert {row[0] for row in cursor.fetchall()} == wanted
