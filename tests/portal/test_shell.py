"""The frame of every page: who may do what, whose money, which language, which look."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from accounts.models import User


def page(*, may_log: bool = False, user: object = None, cookies: str = "", **context: object) -> str:
    """A page of a sample arena with EU money."""
    request = RequestFactory().get("/sv/a/demo/map/?team=c", headers={"cookie": cookies})
    request.user = user or AnonymousUser()
    request.arena = SimpleNamespace(
        slug="demo", name="Demo", tagline="Fjäll", is_sample=True, funding_statement="Interreg", emblem="eu"
    )
    request.visitor = SimpleNamespace(may_log=may_log, may_manage=False)
    with translation.override("sv"):
        return render_to_string("base.html", context, request)


def test_sample_data_is_marked_and_money_is_named():
    shown = page()

    assert 'class="sample"' in shown
    assert "Interreg" in shown
    assert "eu-emblem" in shown


@pytest.mark.parametrize(("may_log", "times"), [(False, 0), (True, 3)])
def test_logging_is_offered_only_to_those_who_may(may_log, times):
    assert page(may_log=may_log).count('href="/sv/a/demo/log/"') == times


def test_other_languages_are_links_to_the_same_view():
    assert 'href="/nb/a/demo/map/?team=c" lang="nb" hreflang="nb"' in page()


def test_other_languages_post_the_form_that_asks_for_it():
    shown = page(switch_form="log")

    assert '<button form="log" formaction="/nb/a/demo/map/?team=c" formnovalidate name="keep_text" value="1"' in shown


def test_sign_in_comes_back_here_and_gives_way_to_the_account():
    assert "/sv/account/login/?next=%2Fsv%2Fa%2Fdemo%2Fmap%2F%3Fteam%3Dc" in page()
    assert "/sv/account/login/" not in page(user=User(pk=1, email="kari@example.org"))


@pytest.mark.parametrize(("cookies", "theme"), [("look=dark", ' data-theme="dark"'), ("", ""), ("look=<b>", "")])
def test_look_follows_the_choice(cookies, theme):
    assert f'<html lang="sv"{theme}>' in page(cookies=cookies)


def test_nothing_is_inline_or_from_elsewhere():
    shown = page(may_log=True)

    assert "style=" not in shown
    assert "<style" not in shown
    assert shown.count("<script") == shown.count("<script src=")
    assert "http://" not in shown
    assert "https://" not in shown
