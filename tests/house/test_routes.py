"""Every address × everybody: each answer is decided, and outsiders cannot tell what is there."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import ApiKey
from arena.models import KeyGrant
from core.models import Job, Mail
from tests.conftest import PEOPLE, build_cast
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    CalendarFeedFactory,
    EvidenceFactory,
    ImportRunFactory,
    IndicatorFactory,
    InvitationFactory,
    OrganisationFactory,
    ThemeFactory,
)
from tests.house.access_matrix import API, ARENA_PAGES, DECIDED, expected, expected_in_closed_arena

NO_CHANGE = {302, 400, 403, 404, 405, 422}


def routes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name with namespaces, names of its parts) of every address."""

    def walk(patterns, spaces: tuple[str, ...], parts: tuple[str, ...]):
        for pattern in patterns:
            inside = parts + tuple(pattern.pattern.converters) + tuple(pattern.pattern.regex.groupindex)
            inside = tuple(dict.fromkeys(inside))
            if isinstance(pattern, URLResolver):
                space = (pattern.namespace,) if pattern.namespace else ()
                yield from walk(pattern.url_patterns, spaces + space, inside)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield ":".join((*spaces, pattern.name)), inside

    yield from walk(get_resolver().url_patterns, (), ())


@pytest.fixture
def open_limits(settings):
    """One person asks for every address within a second."""
    settings.API_READS_PER_MINUTE = {"key": 100_000, "network": 100_000}


def addresses(cast) -> dict[str, str]:
    """An address for every name, with rows of the cast's arena behind it."""
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.member)
    activity.sides.add(cast.sweden)
    rating = AssessmentFactory(activity=activity)
    content = b"%PDF-1.7"
    stored = default_storage.save("evidence/report.pdf", ContentFile(content))
    evidence = EvidenceFactory(
        activity=activity,
        url="",
        file=stored,
        sha256=sha256(content).hexdigest(),
        content_type="application/pdf",
        added_by=cast.member,
    )
    IndicatorFactory(arena=cast.arena, code="demo")
    theme = ThemeFactory(arena=cast.arena)
    school, other = (OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False) for name in ("A", "B"))
    merged = OrganisationFactory(arena=cast.arena, merged_into=school)
    key, _secret = ApiKey.objects.create_key(name="Programme", owner=cast.lead)
    KeyGrant.objects.create(key=key, arena=cast.arena)
    invited = InvitationFactory(arena=cast.arena, invited_by=cast.coordinator)
    values = {
        "slug": cast.arena.slug,
        "key": activity.pk,
        "evidence": evidence.pk,
        "rating": rating.pk,
        "team": cast.team.slug,
        "code": "demo",
        "section": "themes",
        "prefix": key.prefix,
        "other": other.pk,
        "token": "x" * 22,
        "uidb36": "1",
        "kind": "organisations",
        "pk": 1,
    }
    own = {"arena:section-edit": {"key": theme.pk}, "arena:section-remove": {"key": theme.pk}}
    job = Job.objects.create(name="teams.welcome", tenant=cast.arena.pk, owner=cast.member)
    mail = Mail.objects.create(key="k", address="a@example.org", tenant=cast.arena.pk, purpose="tests", subject="s")
    own |= {"arena:job": {"key": job.pk}, "arena:job-retry": {"key": job.pk}, "arena:mail-resend": {"key": mail.pk}}
    run = ImportRunFactory(arena=cast.arena)
    own |= {name: {"key": run.pk} for name, _parts in routes() if name.startswith("arena:import-")}
    own |= {name: {"key": invited.pk} for name in ("arena:invitation-again", "arena:invitation-take-back")}
    own |= {
        f"organisations:{name}": {"key": school.pk}
        for name in ("page", "history", "merge-choose", "merge", "people", "act", "stop")
    }
    feed = CalendarFeedFactory(arena=cast.arena, user=cast.member)
    own["activities:calendar-own-end"] = {"key": feed.pk}
    own["organisations:part"] = {"key": merged.pk}
    own["account_reset_password_from_key"] = {"key": "x"}
    fixed = {"accounts:closed": "/en/account/password/change/"}
    return fixed | {
        name: reverse(name, kwargs={part: (values | own.get(name, {}))[part] for part in parts})
        for name, parts in routes()
        if name not in fixed
    }


def test_every_address_is_decided_and_every_decision_has_its_address():
    assert {name for name, _parts in routes()} == set(DECIDED)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_public_arena_answers_as_decided(cast, as_person, open_limits, person):
    client = as_person(cast.person(person))

    wrong = {
        name: (got, expected(name, person))
        for name, address in addresses(cast).items()
        if (got := client.get(address).status_code) != expected(name, person)
    }

    assert wrong == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_closed_arena_is_not_there_for_outsiders(closed_cast, as_person, open_limits, person):
    client = as_person(closed_cast.person(person))

    wrong = {
        name: (got, expected_in_closed_arena(name, person))
        for name, address in addresses(closed_cast).items()
        if name in ARENA_PAGES | API
        and (got := client.get(address).status_code) != expected_in_closed_arena(name, person)
    }

    assert wrong == {}


def test_a_members_arena_opens_to_its_teams(db, as_person, open_limits):
    cast = build_cast(visibility="members")
    address = addresses(cast)["portal:overview"]

    answers = {person: as_person(cast.person(person)).get(address).status_code for person in PEOPLE}

    assert {person for person, status in answers.items() if status == 404} == {"former_member", "outsider", "anonymous"}


@pytest.mark.parametrize("person", ["former_member", "outsider", "anonymous"])
def test_outsiders_cannot_write_to_a_closed_arena(closed_cast, as_person, person):
    client = as_person(closed_cast.person(person))

    answers = {name: client.post(addresses_of(closed_cast)[name]).status_code for name in ARENA_PAGES}

    assert {name: status for name, status in answers.items() if status not in {404, 405}} == {}


def addresses_of(cast) -> dict[str, str]:
    """The addresses, made once per test."""
    if not hasattr(addresses_of, "made") or addresses_of.made[0] is not cast:
        addresses_of.made = (cast, addresses(cast))
    return addresses_of.made[1]


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_not_read_a_page_may_not_post_to_it(cast, as_person, person):
    client = as_person(cast.person(person))
    refused = [name for name in ARENA_PAGES if expected(name, person) in {302, 403, 404}]

    answers = {name: client.post(addresses_of(cast)[name]).status_code for name in refused}

    assert {name: status for name, status in answers.items() if status not in NO_CHANGE} == {}


def test_what_is_hidden_looks_like_what_is_not_there(closed_cast, as_person):
    client = as_person(closed_cast.outsider)

    hidden = client.get("/en/a/one/map/")
    absent = client.get("/en/a/no-such-arena/map/")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content.replace(b"/one/", b"/no-such-arena/") == absent.content
