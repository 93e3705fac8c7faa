"""The task runner: Redis when REDIS_URL is set, else the same tasks in-process."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smice.settings")

app = Celery("smice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
