"""Whether a person gets reminders by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_key_outlives_its_owner"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="gets_reminders",
            field=models.BooleanField(default=True, verbose_name="gets reminders by email"),
        ),
    ]
