"""One set of pages for every section: added once, changed over the right version, removed when unused."""

import pytest
from django.urls import reverse
from django.utils import translation

from arena import sections
from arena.search import mend
from core.models import LogEntry
from tests.arena.settings_rows import MODELS, NAMED, READ, TOKEN, WRITTEN, add_rows, answers, first_row

IN_THREE_LANGUAGES = [slug for slug in WRITTEN if slug not in {"organisations", "roles"}]


def address(name: str, slug: str, *more: object) -> str:
    return reverse(f"arena:{name}", args=["one", slug, *more])


def count(slug: str, cast) -> int:
    return MODELS[slug].objects.filter(arena=cast.arena).count()


@pytest.mark.parametrize("slug", WRITTEN)
def test_a_row_is_added_once(cast, as_person, slug):
    client, before = as_person(cast.lead), count(slug, cast)
    posted = answers(slug, cast) | {"token": TOKEN}

    first = client.post(address("section-add", slug), posted)
    again = client.post(address("section-add", slug), posted)

    assert (first.status_code, first.url) == (302, address("section", slug)), first.context["form"].errors
    assert (again.status_code, again.url) == (302, address("section", slug))
    assert count(slug, cast) == before + 1
    page = client.get(first.url)
    shown = next(
        value for name, value in answers(slug, cast).items() if name.startswith(("name", "label", "words", "email"))
    )
    assert shown in page.content.decode()


@pytest.mark.parametrize("slug", WRITTEN)
def test_without_a_token_nothing_is_written(cast, as_person, slug):
    before = count(slug, cast)

    response = as_person(cast.lead).post(address("section-add", slug), answers(slug, cast))

    assert response.status_code == 422
    assert "This form has expired" in response.content.decode()
    assert count(slug, cast) == before


@pytest.mark.parametrize("slug", WRITTEN)
def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(cast, as_person, slug):
    before = count(slug, cast)
    typed = {"source": "typed here", "definition_sv": "typed here", "summary_sv": "typed here", "unit_sv": "typed here"}

    response = as_person(cast.lead).post(address("section-add", slug), typed | {"token": TOKEN})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert "There is a problem" in response.content.decode()
    assert count(slug, cast) == before
    if {"source", "definition_sv", "summary_sv", "unit_sv"} & set(response.context["form"].fields):
        assert "typed here" in response.content.decode()


@pytest.mark.parametrize("slug", IN_THREE_LANGUAGES)
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_texts_stand_in_every_language_and_one_is_enough(cast, as_person, slug, language):
    needed = NAMED.get(slug, "name")
    typed = {key: value for key, value in answers(slug, cast).items() if not key.startswith(f"{needed}_")}

    with translation.override(language):
        page = as_person(cast.lead).get(address("section-add", slug)).content.decode()
        done = as_person(cast.lead).post(
            address("section-add", slug), typed | {f"{needed}_{language}": "Egen text", "token": TOKEN}
        )

    assert f'<html lang="{language}"' in page
    for code, name in (("sv", "Svenska"), ("nb", "Norsk"), ("en", "English")):
        assert f'for="id_{needed}_{code}" lang="{code}">{name}</label>' in page
    assert done.status_code == 302, done.context["form"].errors
    row = MODELS[slug].objects.filter(arena=cast.arena).latest("pk")
    assert getattr(row, f"{needed}_{language}") == "Egen text"


@pytest.mark.parametrize("slug", IN_THREE_LANGUAGES)
def test_at_least_one_language_is_needed(cast, as_person, slug):
    needed = NAMED.get(slug, "name")
    typed = {key: value for key, value in answers(slug, cast).items() if not key.startswith(f"{needed}_")}

    response = as_person(cast.lead).post(address("section-add", slug), typed | {"token": TOKEN})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"{needed}_sv"]
    assert "in at least one language" in response.content.decode()


def form_of(client, slug: str, key: int) -> dict[str, object]:
    """What the page to change a row would send."""
    page = client.get(address("section-edit", slug, key))
    values = {bound.name: bound.value() for bound in page.context["form"]}
    return {name: "" if value is None else value for name, value in values.items() if value is not False} | {
        "version": page.context["version"]
    }


@pytest.mark.parametrize("slug", IN_THREE_LANGUAGES)
def test_a_row_is_changed_and_the_log_says_which_columns(cast, as_person, slug):
    client, row = as_person(cast.lead), first_row(slug, cast)
    needed = NAMED.get(slug, "name")

    response = client.post(
        address("section-edit", slug, row.pk), form_of(client, slug, row.pk) | {f"{needed}_nb": "Nytt navn"}
    )

    assert response.status_code == 302, response.context["form"].errors
    row.refresh_from_db()
    assert getattr(row, f"{needed}_nb") == "Nytt navn"
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.actor, entry.tenant) == (f"change_{row._meta.model_name}", cast.lead, cast.arena.pk)
    assert entry.fields == [f"{needed}_nb"]
    assert (entry.before, entry.after) == ({}, {})


@pytest.mark.parametrize("slug", IN_THREE_LANGUAGES)
def test_a_stale_page_shows_both_texts_and_writes_nothing(cast, as_person, slug):
    client, row = as_person(cast.lead), first_row(slug, cast)
    needed = NAMED.get(slug, "name")
    opened = form_of(client, slug, row.pk)
    client.post(address("section-edit", slug, row.pk), opened | {f"{needed}_sv": "Deras text"})

    response = client.post(address("section-edit", slug, row.pk), opened | {f"{needed}_sv": "Min text"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Deras text" in page
    assert "Min text" in page
    assert [row.label for row in response.context["differences"]] == [f"{row_label(slug)} (Svenska)"]
    row.refresh_from_db()
    assert getattr(row, f"{needed}_sv") == "Deras text"
    over = client.post(
        address("section-edit", slug, row.pk),
        opened | {f"{needed}_sv": "Min text", "version": response.context["version"]},
    )
    assert over.status_code == 302
    row.refresh_from_db()
    assert getattr(row, f"{needed}_sv") == "Min text"


def row_label(slug: str) -> str:
    return str(sections.find(slug).form.texts[0].label)


@pytest.mark.parametrize("slug", [slug for slug in WRITTEN if slug not in {"roles", "countries"}])
def test_an_unused_row_is_removed_after_a_question(cast, as_person, slug):
    client, row = as_person(cast.lead), first_row(slug, cast)

    asked = client.get(address("section-remove", slug, row.pk))
    still = count(slug, cast)
    done = client.post(address("section-remove", slug, row.pk))

    assert asked.status_code == 200
    assert "This cannot be undone." in asked.content.decode()
    assert (done.status_code, done.url) == (302, address("section", slug))
    assert count(slug, cast) == still - 1
    assert LogEntry.objects.latest("pk").verb == f"remove_{row._meta.model_name}"
    assert client.post(address("section-remove", slug, row.pk)).status_code == 404


@pytest.mark.parametrize("slug", WRITTEN)
def test_a_change_of_language_keeps_what_was_typed(cast, as_person, slug):
    typed = answers(slug, cast) | {"keep_text": "1", "token": TOKEN}
    before = count(slug, cast)

    with translation.override("nb"):
        response = as_person(cast.lead).post(address("section-add", slug), typed)

    assert response.status_code == 200
    assert '<html lang="nb"' in response.content.decode()
    assert not response.context["form"].errors
    assert count(slug, cast) == before
    for name, value in answers(slug, cast).items():
        if isinstance(value, str):
            assert response.context["form"][name].value() == value


@pytest.mark.parametrize("item_count", [3, 30])
@pytest.mark.parametrize("slug", [*WRITTEN, *READ])
def test_lists_cost_the_same_at_any_length(cast, as_person, slug, item_count, django_assert_num_queries):
    client = as_person(cast.lead)
    add_rows(slug, cast, item_count)
    with_links = {"countries", "periods", "organisations", "priorities", "indicators", "files"}

    with django_assert_num_queries(8 if slug in with_links else 7):
        response = client.get(address("section", slug))

    assert response.status_code == 200
    assert len(response.context["lines"]) == min(25, response.context["page"].paginator.count)


@pytest.mark.parametrize("slug", ["organisations", "regions", "municipalities"])
def test_long_lists_are_searched_by_words(cast, as_person, slug):
    add_rows(slug, cast, 12)
    mend()
    client = as_person(cast.lead)

    found = client.get(address("section", slug) + "?q=11")
    nothing = client.get(address("section", slug) + "?q=%3Cb%3Eqqq")

    assert [name for _row, [(_column, name), *_rest] in found.context["lines"]] == [found.context["lines"][0][0].name]
    assert "11" in found.content.decode()
    assert nothing.context["page"].paginator.count == 0
    assert "&lt;b&gt;qqq" in nothing.content.decode()


def test_a_section_stands_once():
    with pytest.raises(ValueError, match="themes"):
        sections.register(sections.find("themes"))


NASTY = ("\x00", "%_\\", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "\u202eabc", "𝟙" * 300, "1e999")


@pytest.mark.parametrize("text", NASTY)
def test_odd_signs_never_break_a_page(cast, as_person, text):
    client = as_person(cast.lead)

    for slug in ("organisations", "regions", "municipalities"):
        assert client.get(address("section", slug), {"q": text, "page": text}).status_code == 200
    for slug in WRITTEN:
        posted = dict.fromkeys(answers(slug, cast), text) | {"token": TOKEN, "version": text}
        response = client.post(address("section-add", slug), posted)
        assert response.status_code in (302, 422), slug
        assert "<script>alert(1)" not in response.content.decode()
        row = first_row(slug, cast)
        assert client.post(address("section-edit", slug, row.pk), posted).status_code in (302, 409, 422), slug
    assert client.get(address("section-edit", "themes", 10**30)).status_code == 404
