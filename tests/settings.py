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
CELERY_TASK_EAGER_PROPAGATES = True
