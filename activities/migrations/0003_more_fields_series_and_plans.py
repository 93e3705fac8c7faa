"""What else is known of an activity, series of activities, and what became of plans."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_evidence_removed_and_checked"),
        ("arena", "0009_contact_of_an_arena"),
        ("teams", "0002_membership_outlives_the_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="access",
            field=models.CharField(
                blank=True,
                choices=[("open", "Open to everyone"), ("closed", "For those invited")],
                max_length=6,
                verbose_name="Who could come?",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="duration_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=5,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="hours per participant",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="end_time",
            field=models.TimeField(blank=True, null=True, verbose_name="ends at"),
        ),
        migrations.AddField(
            model_name="activity",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="last day, if it lasts several days"),
        ),
        migrations.AddField(
            model_name="activity",
            name="facilitator",
            field=models.CharField(blank=True, max_length=200, verbose_name="facilitator and how to reach them"),
        ),
        migrations.AddField(
            model_name="activity",
            name="is_advertised",
            field=models.BooleanField(blank=True, null=True, verbose_name="Announced publicly?"),
        ),
        migrations.AddField(
            model_name="activity",
            name="lessons",
            field=models.TextField(blank=True, verbose_name="lessons"),
        ),
        migrations.AddField(
            model_name="activity",
            name="method",
            field=models.CharField(blank=True, max_length=300, verbose_name="method"),
        ),
        migrations.AddField(
            model_name="activity",
            name="priorities",
            field=models.ManyToManyField(
                blank=True, related_name="activities", to="arena.priority", verbose_name="S3 priorities"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="publicity",
            field=models.CharField(blank=True, max_length=500, verbose_name="publicity"),
        ),
        migrations.AddField(
            model_name="activity",
            name="remote_how",
            field=models.CharField(blank=True, max_length=500, verbose_name="how people online take part"),
        ),
        migrations.AddField(
            model_name="activity",
            name="remote_why_not",
            field=models.CharField(blank=True, max_length=300, verbose_name="why that is not decided"),
        ),
        migrations.AddField(
            model_name="activity",
            name="sdg_bits",
            field=models.PositiveIntegerField(default=0, verbose_name="goals for sustainable development"),
        ),
        migrations.AddField(
            model_name="activity",
            name="spoken",
            field=models.CharField(blank=True, max_length=60, verbose_name="languages spoken"),
        ),
        migrations.AddField(
            model_name="activity",
            name="start_time",
            field=models.TimeField(blank=True, null=True, verbose_name="starts at"),
        ),
        migrations.AddField(
            model_name="activity",
            name="tech_support",
            field=models.CharField(blank=True, max_length=200, verbose_name="tech support and how to reach it"),
        ),
        migrations.AddField(
            model_name="activity",
            name="travel_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=5,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="travel hours per participant",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="travel_km",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100000)],
                verbose_name="kilometres travelled per participant",
            ),
        ),
        migrations.CreateModel(
            name="PlanTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "turn",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("changed", "Changed"),
                            ("held", "Held"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=9,
                        verbose_name="what became of the plan",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("noted_on", models.DateField(verbose_name="noted on")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned date")),
                (
                    "planned_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=7,
                        verbose_name="How exact is the date?",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_turns", to="activities.activity"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "turn of a plan",
                "verbose_name_plural": "turns of plans",
                "ordering": ["activity", "noted_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("fortnightly", "Every second week"),
                            ("monthly", "Every month on the same weekday"),
                        ],
                        max_length=11,
                        verbose_name="how often",
                    ),
                ),
                (
                    "arena",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="series", to="arena.arena"
                    ),
                ),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="activities",
                to="activities.series",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    models.Q(("ends_on__gt", models.F("first_on")), ("precision", "day")),
                    _connector="OR",
                ),
                name="activity_ends_after_its_first_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_time__isnull", True), ("start_time__isnull", True)),
                    models.Q(("end_time__isnull", True), ("precision", "day"), ("start_time__isnull", False)),
                    models.Q(("ends_on__isnull", False), ("precision", "day"), ("start_time__isnull", False)),
                    models.Q(
                        ("end_time__gt", models.F("start_time")), ("precision", "day"), ("start_time__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="activity_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duration_hours__isnull", True), ("duration_hours__gte", 0), _connector="OR"),
                    models.Q(("travel_hours__isnull", True), ("travel_hours__gte", 0), _connector="OR"),
                ),
                name="activity_hours_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("sdg_bits__lte", 131071)), name="activity_goals_are_goals"
            ),
        ),
        migrations.AddIndex(
            model_name="planturn",
            index=models.Index(fields=["activity", "-noted_on", "-id"], name="plan_turn_latest"),
        ),
        migrations.AddConstraint(
            model_name="planturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("planned_on__isnull", True), ("planned_precision", "unknown")),
                    models.Q(models.Q(("planned_precision", "unknown"), _negated=True), ("planned_on__isnull", False)),
                    _connector="OR",
                ),
                name="plan_turn_date_fits_precision",
            ),
        ),
    ]
