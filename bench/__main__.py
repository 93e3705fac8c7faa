"""Runs every measurement on a PostgreSQL database of its own and ends with 1 when a bar is missed."""

import os
import sys

import django
import psycopg2

NAME = "arena_bench"


def own_database(server: str) -> str:
    """A new, empty database beside the one that `server` names."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    return f"{server.rpartition('/')[0]}/{NAME}"


def main() -> int:
    server = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = own_database(server)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from bench import effect_map  # noqa: PLC0415 -- models load after the settings

    return effect_map.run()


if __name__ == "__main__":
    sys.exit(main())
