"""What the processes of these tests run on: the product's settings, test tasks, and a scheduler that is quick.

Nothing is collected for them, so that assets stand under their own names.
"""

from smice.settings import *  # noqa: F403

CELERY_IMPORTS = ("tests.broker.work",)
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "core.sweep", "schedule": 2.0, "options": {"expires": 10}}}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_AUTOREFRESH = True
