"""Mail on the console can be read and its links copied."""

from io import StringIO

from django.core.mail import EmailMessage

from core.console_mail import EmailBackend


def test_letters_and_links_stand_as_they_are():
    stream = StringIO()
    link = "http://localhost:8000/nb/account/login/code/confirm/?code=123456&next=" + "/nb/a/demo/" * 20
    mail = EmailMessage("Påloggingskode", f"Koden din er 123456\n\n{link}", to=["kari@example.org"])

    EmailBackend(stream=stream, alias="default").send_messages([mail])

    printed = stream.getvalue()
    assert "Mail to kari@example.org: Påloggingskode" in printed
    assert f"\n{link}\n" in printed
