"""Sending to the API, and reading what came back."""

import json
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from activities.models import Activity

ALL = "/api/v1/arenas/one/activities/"
DRAFT = {"title": "Repair evening", "status": "draft"}


def send(method: str, path: str, body: object, secret: str, **headers: str) -> HttpResponse:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {secret}"} | headers if secret else headers
    call = getattr(Client(), method)
    return call(path, sent, content_type="application/json", headers=headers)


def log(secret: str, body: object, *, key: str = "", path: str = ALL, **headers: str) -> HttpResponse:
    return send("post", path, body, secret, idempotency_key=key or str(uuid4()), **headers)


def change(secret: str, activity: Activity, body: object, *, version: int | str = 0, **headers: str) -> HttpResponse:
    etag = f'"{version or Activity.objects.get(pk=activity.pk).version}"'
    return send("patch", f"{ALL}{activity.pk}/", body, secret, if_match=etag, **headers)


def known(shown: object) -> object:
    return shown["value"] if isinstance(shown, dict) and "status" in shown else shown


def codes(body: dict) -> dict[str, list[str]]:
    return {name: [one["code"] for one in found] for name, found in body["errors"].items()}
