"""Every settings page against everybody: 404 for what one may not see, 403 for what one may not change."""

import pytest
from django.urls import reverse

from arena.models import Organisation
from tests.arena.settings_rows import READ, TOKEN, WRITTEN, answers, first_row

READERS = ("broker", "reference", "funder", "auditor", "team_lead", "member", "former_member", "outsider")
OPEN_TO_COORDINATORS = "organisations"


def pages(slug: str, cast) -> list[str]:
    """All addresses of a section."""
    base = ["one", slug]
    found = [reverse("arena:section", args=base)]
    if slug in WRITTEN:
        key = first_row(slug, cast).pk
        found.append(reverse("arena:section-add", args=base))
        found.append(reverse("arena:section-edit", args=[*base, key]))
        if slug != "roles":
            found.append(reverse("arena:section-remove", args=[*base, key]))
    return found


@pytest.mark.parametrize("slug", [*WRITTEN, *READ])
def test_each_section_by_role(cast, as_person, slug):
    for page in pages(slug, cast):
        assert as_person(cast.lead).get(page).status_code == 200, page
        expected = 200 if slug == OPEN_TO_COORDINATORS else 403
        assert as_person(cast.coordinator).get(page).status_code == expected, page
        for name in READERS:
            assert as_person(cast.person(name)).get(page).status_code == 403, (name, page)


@pytest.mark.parametrize("slug", [*WRITTEN, *READ])
def test_the_anonymous_signs_in_and_comes_back(cast, as_person, slug):
    for page in pages(slug, cast):
        response = as_person(None).get(page)

        assert response.status_code == 302
        assert response.url == f"{reverse('account_login')}?next={page}"


@pytest.mark.parametrize("slug", [*WRITTEN, *READ])
def test_a_closed_arena_does_not_exist_for_outsiders(closed_cast, as_person, slug):
    for page in [reverse("arena:settings", args=["one"]), *pages(slug, closed_cast)]:
        for name in ("outsider", "team_lead", "anonymous"):
            assert as_person(closed_cast.person(name)).get(page).status_code == 404, (name, page)
        assert as_person(closed_cast.funder).get(page).status_code == 403
        assert as_person(closed_cast.lead).get(page).status_code == 200


@pytest.mark.parametrize("slug", WRITTEN)
def test_posting_without_the_role_writes_nothing(cast, as_person, slug):
    address = reverse("arena:section-add", args=["one", slug])
    before = Organisation.objects.count(), cast.arena.roles.count(), cast.arena.sides.count()

    for name in ("coordinator", *READERS):
        if (name, slug) != ("coordinator", OPEN_TO_COORDINATORS):
            response = as_person(cast.person(name)).post(address, answers(slug, cast) | {"token": TOKEN})
            assert response.status_code == 403, name

    assert (Organisation.objects.count(), cast.arena.roles.count(), cast.arena.sides.count()) == before


def test_a_coordinator_cannot_give_a_role_away(cast, as_person):
    client = as_person(cast.coordinator)
    role = cast.arena.roles.get(user=cast.coordinator)
    promotion = {"email": "coordinator@example.org", "role": "lead", "side": cast.norway.pk, "starts_on": "2024-01-01"}

    added = client.post(reverse("arena:section-add", args=["one", "roles"]), promotion | {"token": TOKEN})
    changed = client.post(reverse("arena:section-edit", args=["one", "roles", role.pk]), {"ends_on": ""})

    assert (added.status_code, changed.status_code) == (403, 403)
    assert [row.role for row in cast.arena.roles.filter(user=cast.coordinator)] == ["coordinator"]


def test_rows_of_another_arena_are_not_found(cast, as_person):
    theirs = Organisation.objects.create(arena=cast.other_arena, name="Elsewhere")

    for name in ("section-edit", "section-remove"):
        address = reverse(f"arena:{name}", args=["one", "organisations", theirs.pk])
        assert as_person(cast.lead).get(address).status_code == 404
        assert as_person(cast.lead).post(address, {"name": "Mine", "version": "1"}).status_code == 404
    assert Organisation.objects.get(pk=theirs.pk).name == "Elsewhere"


@pytest.mark.parametrize("slug", ["nothing", "regions"])
def test_what_cannot_be_written_has_no_form(cast, as_person, slug):
    assert as_person(cast.lead).get(reverse("arena:section-add", args=["one", slug])).status_code == 404
    assert as_person(cast.lead).get(reverse("arena:section-edit", args=["one", slug, 1])).status_code == 404


def test_wrong_methods_are_refused(cast, as_person):
    client = as_person(cast.lead)

    assert client.post(reverse("arena:section", args=["one", "themes"])).status_code == 405
    assert client.put(reverse("arena:settings", args=["one"])).status_code == 405
    assert client.delete(reverse("arena:section-add", args=["one", "themes"])).status_code == 405
    assert client.delete(reverse("arena:section-edit", args=["one", "themes", 1])).status_code == 405


def test_the_coordinator_sees_only_the_tabs_of_the_role(cast, as_person):
    page = as_person(cast.coordinator).get(reverse("arena:section", args=["one", "organisations"]))

    assert [address for _label, address, _current in page.context["tabs"]] == [
        reverse("arena:section", args=["one", "organisations"]),
        reverse("arena:section", args=["one", "acting"]),
        reverse("arena:invitations", args=["one"]),
        reverse("arena:keys", args=["one"]),
    ]


def test_a_closed_account_is_signed_out(cast, as_person):
    client = as_person(cast.lead)
    cast.lead.is_active = False
    cast.lead.save()

    assert client.get(reverse("arena:settings", args=["one"])).status_code == 302
