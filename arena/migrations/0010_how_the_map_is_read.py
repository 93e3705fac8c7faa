"""The thresholds by which an arena reads its effect-level map."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0009_contact_of_an_arena"),
    ]

    operations = [
        migrations.AddField(
            model_name="arena",
            name="breadth_floor",
            field=models.PositiveIntegerField(
                default=100,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1000000),
                ],
                verbose_name="participants that make work broad",
            ),
        ),
        migrations.AddField(
            model_name="arena",
            name="lean_min_activities",
            field=models.PositiveSmallIntegerField(
                default=5,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1000),
                ],
                verbose_name="activities below which a country is not judged",
            ),
        ),
        migrations.AddField(
            model_name="arena",
            name="lean_percent",
            field=models.PositiveSmallIntegerField(
                default=60,
                validators=[
                    django.core.validators.MinValueValidator(51),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="share of activities by which a country leans, in percent",
            ),
        ),
    ]
