"""Examples on the scales, behaviour hypotheses with what was seen of them, and the answer "not known yet"."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_evidence_damage_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="effectlevel",
            name="example",
            field=models.CharField(blank=True, max_length=160, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="effectlevel",
            name="example_en",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="effectlevel",
            name="example_nb",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="effectlevel",
            name="example_sv",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="stabilitystep",
            name="example",
            field=models.CharField(blank=True, max_length=160, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="stabilitystep",
            name="example_en",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="stabilitystep",
            name="example_nb",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.AddField(
            model_name="stabilitystep",
            name="example_sv",
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name="example"),
        ),
        migrations.CreateModel(
            name="Hypothesis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("behaviour", models.CharField(max_length=200, verbose_name="target behaviour")),
                ("barrier", models.CharField(blank=True, max_length=300, verbose_name="barrier")),
                ("lever", models.CharField(blank=True, max_length=300, verbose_name="lever")),
                ("sign", models.CharField(blank=True, max_length=300, verbose_name="sign of change")),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Svenska"), ("nb", "Norsk"), ("en", "English")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("written_on", models.DateField(verbose_name="written on")),
                ("replaced_on", models.DateField(blank=True, null=True, verbose_name="replaced on")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hypotheses", to="activities.activity"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "behaviour hypothesis",
                "verbose_name_plural": "behaviour hypotheses",
                "ordering": ["-written_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="NotKnownYet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("said_on", models.DateField(verbose_name="said on")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_known_yet",
                        to="activities.activity",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer “not known yet”",
                "verbose_name_plural": "answers “not known yet”",
                "ordering": ["-said_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Revisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("seen", models.CharField(max_length=500, verbose_name="what was seen")),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Svenska"), ("nb", "Norsk"), ("en", "English")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("seen_on", models.DateField(verbose_name="seen on")),
                (
                    "hypothesis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisits", to="activities.hypothesis"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seen by",
                    ),
                ),
            ],
            options={
                "verbose_name": "look back at a hypothesis",
                "verbose_name_plural": "looks back at hypotheses",
                "ordering": ["-seen_on", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="hypothesis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_on__isnull", True)), fields=("activity",), name="one_standing_hypothesis"
            ),
        ),
        migrations.AddIndex(
            model_name="notknownyet",
            index=models.Index(fields=["activity", "-said_on"], name="not_known_latest"),
        ),
    ]
