"""The triggers that keep `activities_standing` true, the same on both engines.

SQLite makes a table anew for many changes of its columns and loses its triggers with it: a migration that does so to
one of the four tables below ends with `RunPython(_standings.install, RunPython.noop)`; tests/house/test_migrations.py
tells when it is missing.
"""

# What a standing says of an activity ({key}), recounted from the rows it is made of.
_LATEST = "FROM activities_assessment WHERE activity_id = {key} ORDER BY rated_on DESC, id DESC LIMIT"
RATING = f"""
level_id = (SELECT level_id {_LATEST} 1), stability_id = (SELECT stability_id {_LATEST} 1),
is_observed = (SELECT is_observed {_LATEST} 1), rated_on = (SELECT rated_on {_LATEST} 1),
has_moved = (SELECT COUNT(*) FROM (SELECT DISTINCT level_id, stability_id
  FROM (SELECT level_id, stability_id {_LATEST} 2) AS two) AS different) > 1
"""
_LINKS = "FROM activities_activity_sides WHERE activity_id = {key}"
SIDES = f"""
n_sides = (SELECT COUNT(*) {_LINKS}),
side_id = (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(side_id) END {_LINKS})
"""
PEOPLE = "people = (SELECT SUM(attended) FROM activities_headcount WHERE activity_id = {key})"
STATUS = "status NOT IN ('draft', 'cancelled')"

TABLE = "activities_activity"
PARTS = {
    "activities_assessment": RATING,
    "activities_activity_sides": SIDES,
    "activities_headcount": PEOPLE,
}
_EVENTS = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}

# A standing is locked before it is recounted, so that the recount sees what the one before has written.
_PG_PART = """
CREATE FUNCTION {table}_standing() RETURNS trigger AS $$
DECLARE
  changed bigint;
BEGIN
  FOREACH changed IN ARRAY ARRAY[
    CASE WHEN TG_OP <> 'INSERT' THEN OLD.activity_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.activity_id END
  ] LOOP
    PERFORM 1 FROM activities_standing WHERE activity_id = changed FOR UPDATE;
    UPDATE activities_standing SET {columns} WHERE activity_id = changed;
  END LOOP;
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_standing AFTER INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_standing();
"""
_PG_ACTIVITY = f"""
CREATE FUNCTION activities_activity_standing() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO activities_standing (activity_id, arena_id, is_shown, n_sides, has_moved)
      VALUES (NEW.id, NEW.arena_id, NEW.{STATUS}, 0, FALSE);
  ELSE
    UPDATE activities_standing SET arena_id = NEW.arena_id, is_shown = NEW.{STATUS} WHERE activity_id = NEW.id;
  END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER activities_activity_standing AFTER INSERT OR UPDATE OF status, arena_id ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_activity_standing();
"""


def install(apps, schema_editor):
    """Makes every trigger, in place of those that stand."""
    remove(apps, schema_editor)
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in _postgres() if is_postgres else _sqlite():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    """Takes every trigger away."""
    if schema_editor.connection.vendor == "postgresql":
        for table in (TABLE, *PARTS):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_standing ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_standing()")
        return
    for name in sqlite_names():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def fill(apps, schema_editor):
    """A standing for every activity that has none, and all of them recounted."""
    key = "activities_standing.activity_id"
    schema_editor.execute(
        "INSERT INTO activities_standing (activity_id, arena_id, is_shown, n_sides, has_moved) "
        f"SELECT id, arena_id, {STATUS}, 0, FALSE FROM activities_activity "
        "WHERE id NOT IN (SELECT activity_id FROM activities_standing)"
    )
    columns = ", ".join(part.format(key=key) for part in PARTS.values())
    schema_editor.execute(f"UPDATE activities_standing SET {columns}")


def sqlite_names():
    """The triggers as SQLite calls them: one for each event."""
    parts = [f"{table}_standing_{event.lower()}" for table in PARTS for event in _EVENTS]
    return [f"{TABLE}_standing_insert", f"{TABLE}_standing_update", *parts]


def _postgres():
    yield _PG_ACTIVITY
    for table, columns in PARTS.items():
        yield _PG_PART.format(table=table, columns=columns.format(key="changed"))


def _sqlite():
    yield (
        f"CREATE TRIGGER {TABLE}_standing_insert AFTER INSERT ON {TABLE} BEGIN "
        "INSERT INTO activities_standing (activity_id, arena_id, is_shown, n_sides, has_moved) "
        f"VALUES (NEW.id, NEW.arena_id, NEW.{STATUS}, 0, FALSE); END"
    )
    yield (
        f"CREATE TRIGGER {TABLE}_standing_update AFTER UPDATE OF status, arena_id ON {TABLE} BEGIN "
        f"UPDATE activities_standing SET arena_id = NEW.arena_id, is_shown = NEW.{STATUS} "
        "WHERE activity_id = NEW.id; END"
    )
    for table, columns in PARTS.items():
        for event, rows in _EVENTS.items():
            keys = [f"{row}.activity_id" for row in rows]
            changes = " ".join(
                f"UPDATE activities_standing SET {columns.format(key=key)} WHERE activity_id = {key};" for key in keys
            )
            yield f"CREATE TRIGGER {table}_standing_{event.lower()} AFTER {event} ON {table} BEGIN {changes} END"
