"""Writes the agreed OpenAPI document anew: `python -m tests.api.renew_openapi`."""

import json
import os
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from api.openapi import document  # noqa: PLC0415 -- needs the app registry

    text = json.dumps(document("en"), indent=1, ensure_ascii=False)
    Path(__file__).with_name("openapi.json").write_text(f"{text}\n")


if __name__ == "__main__":
    main()
