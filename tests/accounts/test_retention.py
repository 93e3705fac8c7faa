"""The traces of sign-ins go when their time is over."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import SignInLink
from accounts.retention import forget_old_sign_ins
from core.background import WORK
from core.models import OneTimeToken
from core.retention import forget_old_work

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_sessions_go_with_what_was_noted_about_them(cast):
    for key, end in (("over", NOON - DAY), ("open", NOON + DAY)):
        Session.objects.create(pk=key, session_data="", expire_date=end)
        UserSession.objects.create(session_key=key, user=cast.member, ip="192.0.2.1", user_agent="x")
    UserSession.objects.create(session_key="gone long ago", user=cast.member, ip="192.0.2.1", user_agent="x")

    forget_old_sign_ins(at=NOON)

    assert list(Session.objects.values_list("pk", flat=True)) == ["open"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["open"]


def test_sign_in_links_live_a_week(cast):
    for number, age in enumerate((6, 8)):
        SignInLink.objects.create(token_hash=str(number), user=cast.member, created_at=NOON - age * DAY)

    forget_old_sign_ins(at=NOON)

    assert list(SignInLink.objects.values_list("token_hash", flat=True)) == ["0"]


def test_used_form_tokens_live_a_month(db):
    for age in (29, 31):
        token = OneTimeToken.objects.create(key=f"used {age} days ago", purpose="x", owner="1")
        OneTimeToken.objects.filter(pk=token.pk).update(used_at=NOON - age * DAY)

    forget_old_work(at=NOON)

    assert list(OneTimeToken.objects.values_list("key", flat=True)) == ["used 29 days ago"]


def test_it_is_done_every_night():
    assert WORK["accounts.forget_old_sign_ins"].nightly
    assert WORK["core.forget_old_work"].nightly
