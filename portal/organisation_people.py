"""Which organisation somebody may ask to act for: one whose name they may see, or that they have to do with already."""

from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from accounts.principal import Principal, person_key
from activities.register import organisations_visible_to
from arena.models import Arena, Organisation, OrganisationRole
from arena.people_queries import WHOLE
from arena.queries import organisations_in


def organisations_to_act_for(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Organisation]:
    """Whole organisations of the arena that a person sees, and those the person asked for or acts for all the same.

    `is_visible` says whether the organisation's own page opens to the person.
    """
    visible = organisations_visible_to(principal, arena, on=on).order_by().values("pk")
    own = OrganisationRole.objects.filter(user_id=person_key(principal), organisation__arena=arena)
    rows = organisations_in(arena).filter(Q(pk__in=visible) | Q(pk__in=own.order_by().values(whole=WHOLE)))
    return rows.annotate(is_visible=ExpressionWrapper(Q(pk__in=visible), output_field=BooleanField()))
