"""The project: settings, root URLs, the task runner."""

from smice.celery import app as celery_app

__all__ = ["celery_app"]
