"""The log is append-only in the database itself; PostgreSQL learns the arena's three alphabets."""

from django.contrib.postgres.operations import CreateCollation
from django.db import migrations

POSTGRES_UP = """
CREATE FUNCTION core_log_is_append_only() RETURNS trigger AS $$
BEGIN
  -- An erased person leaves the entry: only the actor may become NULL.
  IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
     AND (to_jsonb(NEW) - 'actor_id') = (to_jsonb(OLD) - 'actor_id') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'check_violation';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER core_log_append_only BEFORE UPDATE OR DELETE ON core_logentry
  FOR EACH ROW EXECUTE FUNCTION core_log_is_append_only();
"""
POSTGRES_DOWN = """
DROP TRIGGER core_log_append_only ON core_logentry;
DROP FUNCTION core_log_is_append_only();
"""
SQLITE_UP = [
    """
    CREATE TRIGGER core_log_no_delete BEFORE DELETE ON core_logentry
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
    """
    CREATE TRIGGER core_log_no_update BEFORE UPDATE ON core_logentry
    WHEN NOT (NEW.actor_id IS NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.tenant IS OLD.tenant
      AND NEW.verb IS OLD.verb AND NEW.object_type IS OLD.object_type AND NEW.object_key IS OLD.object_key
      AND NEW.fields IS OLD.fields AND NEW.before IS OLD.before AND NEW.after IS OLD.after)
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
]
SQLITE_DOWN = ["DROP TRIGGER core_log_no_delete", "DROP TRIGGER core_log_no_update"]


def protect(apps, schema_editor):
    statements = [POSTGRES_UP] if schema_editor.connection.vendor == "postgresql" else SQLITE_UP
    for statement in statements:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    statements = [POSTGRES_DOWN] if schema_editor.connection.vendor == "postgresql" else SQLITE_DOWN
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(protect, release),
        CreateCollation("arena_sv", provider="icu", locale="sv-SE"),
        CreateCollation("arena_nb", provider="icu", locale="nb-NO"),
        CreateCollation("arena_en", provider="icu", locale="en-GB"),
    ]
