"""Writing an activity that a file brings."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from activities.actions.facts import ActivityFacts
from activities.actions.log_activity import log_activity
from activities.actions.more import MoreFacts
from activities.models import Activity, OrganisationPart
from arena.models import Arena
from core.log import log


@transaction.atomic
def import_activity(
    *,
    arena: Arena,
    facts: ActivityFacts,
    more: MoreFacts,
    key: str,
    parts: Mapping[str, tuple[int, ...]],
    is_draft: bool,
    actor: User | None,
    on: date,
) -> Activity:
    """Logs an activity without a rating, with its key in the source and the organisations that had a part in it.

    `parts` are keys of organisations by their role. Refuses what `log_activity` refuses.
    """
    activity = log_activity(
        arena=arena, facts=facts, rating=None, is_draft=is_draft, more=more, actor=actor, on=on, needs_rating=False
    )
    if key:
        activity.key = key
        activity.full_clean()
        activity.save(update_fields=["key", "changed_at"])
    OrganisationPart.objects.bulk_create(
        OrganisationPart(activity=activity, organisation_id=organisation, role=role)
        for role, organisations in parts.items()
        for organisation in organisations
    )
    n_parts = sum(len(organisations) for organisations in parts.values())
    log("import_activity", activity, actor=actor, tenant=arena.pk, after={"organisations": n_parts})
    return activity
