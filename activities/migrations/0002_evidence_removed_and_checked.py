"""Removed evidence keeps its row; stored files are compared with their checksums."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_is_a_link_or_a_file",
        ),
        migrations.AddField(
            model_name="evidence",
            name="checked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="damage",
            field=models.CharField(
                blank=True,
                choices=[("missing", "The file is missing"), ("altered", "The file has changed")],
                editable=False,
                max_length=8,
                verbose_name="damage",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="file_name",
            field=models.CharField(blank=True, editable=False, max_length=140, verbose_name="file name"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="removed"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="content_type",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="file type"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["checked_at", "id"], name="evidence_by_check"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("removed_at__isnull", False), ("url", "")),
                    models.Q(
                        ("removed_at__isnull", True),
                        ("url", ""),
                        models.Q(("file", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    models.Q(("file", ""), ("removed_at__isnull", True), models.Q(("url", ""), _negated=True)),
                    _connector="OR",
                ),
                name="evidence_is_a_link_or_a_file",
            ),
        ),
    ]
