"""When the leads were told of a damaged file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_more_fields_series_and_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="damage_told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
