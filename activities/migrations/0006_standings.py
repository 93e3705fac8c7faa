"""Where each activity stands on the map, kept by triggers."""

import django.db.models.deletion
from django.db import migrations, models

from activities.migrations import _standings


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_examples_hypotheses_not_known_yet"),
        ("arena", "0009_contact_of_an_arena"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("is_shown", models.BooleanField(editable=False)),
                ("n_sides", models.PositiveSmallIntegerField(editable=False)),
                ("is_observed", models.BooleanField(editable=False, null=True)),
                ("rated_on", models.DateField(editable=False, null=True)),
                ("has_moved", models.BooleanField(editable=False)),
                ("people", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "arena",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="arena.arena",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="activities.effectlevel",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="arena.side",
                    ),
                ),
                (
                    "stability",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="activities.stabilitystep",
                    ),
                ),
            ],
            options={
                "verbose_name": "standing on the map",
                "verbose_name_plural": "standings on the map",
                "indexes": [
                    models.Index(
                        fields=[
                            "arena",
                            "is_shown",
                            "level",
                            "stability",
                            "n_sides",
                            "side",
                            "activity",
                            "is_observed",
                        ],
                        name="standing_counted",
                    ),
                    models.Index(
                        condition=models.Q(("has_moved", True)),
                        fields=["arena", "-rated_on", "-activity"],
                        name="standing_moved",
                    ),
                ],
            },
        ),
        migrations.RunPython(_standings.install, _standings.remove),
    ]
