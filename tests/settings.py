"""The project's settings with what tests change: local switches, fast hashing, mail and files in memory."""

import os

os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "0" * 40)

from smice.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Tasks run in-process; the broker tests, which have a worker of their own, switch that off.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
if REDIS_URL:  # noqa: F405
    # One Redis database per test process: emptying one cache must not empty the other's.
    base, _, number = REDIS_URL.rpartition("/")  # noqa: F405
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{base}/{int(number) + 1 + int(worker)}"  # noqa: F405
