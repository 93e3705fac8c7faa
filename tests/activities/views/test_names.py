"""People who gave no name stand on no page by their address."""

from django.urls import reverse

from accounts.models import User
from tests.factories import AssessmentFactory


def test_who_gave_no_name_is_not_shown_by_address(cast, as_person, held):
    AssessmentFactory(activity=held, rater=cast.coordinator)
    page = reverse("activities:page", args=["one", held.pk])
    named = as_person(cast.team_lead).get(page).content.decode()
    User.objects.filter(pk__in=[cast.member.pk, cast.coordinator.pk]).update(name="")

    nameless = as_person(cast.team_lead).get(page).content.decode()

    assert "<dd>Member</dd>" in named
    assert ">Coordinator</td>" in named
    assert "@example.org" not in nameless
    assert "<dd>Unknown</dd>" in nameless
