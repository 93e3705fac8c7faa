"""Rows that were merged before get the end of their chain; a region follows from a municipality that is known."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def end_of(key, merged_into):
    """Where a chain of mergers ends; None for a ring, which nothing ever made."""
    seen = set()
    while key in merged_into:
        if key in seen:
            return None
        seen.add(key)
        key = merged_into[key]
    return key


def fill(apps, schema_editor):
    Organisation = apps.get_model("arena", "Organisation")
    Municipality = apps.get_model("arena", "Municipality")
    merged_into = dict(Organisation.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    for key in merged_into:
        end = end_of(key, merged_into)
        # The rows of a ring part again.
        changed = {"canonical": end} if end else {"merged_into": None, "canonical": None}
        Organisation.objects.filter(pk=key).update(**changed)
    Organisation.objects.filter(merged_into=None).update(canonical=None)
    region = Municipality.objects.filter(pk=OuterRef("municipality_id")).values("region_id")
    placed = Organisation.objects.filter(municipality__isnull=False, region__isnull=True)
    placed.update(region_id=Subquery(region))


class Migration(migrations.Migration):
    dependencies = [("arena", "0003_people_organisations_imports_search")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
