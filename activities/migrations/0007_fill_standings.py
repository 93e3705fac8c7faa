"""A standing on the map for every activity that stands already."""

from django.db import migrations

from activities.migrations import _standings


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_standings")]

    operations = [migrations.RunPython(_standings.fill, migrations.RunPython.noop)]
