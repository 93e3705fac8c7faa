"""Bodies that no form can need are refused before they are read."""

import pytest


@pytest.mark.parametrize("length", ["12000001", "9" * 40, "-1", "many", "²"])
def test_a_body_without_a_sensible_length_is_refused(db, client, length):
    answer = client.post("/en/look/", {"look": "dark"}, CONTENT_LENGTH=length)

    assert answer.status_code == 413
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_ordinary_body_passes(db, client):
    assert client.post("/en/look/", {"look": "dark"}).status_code == 302
