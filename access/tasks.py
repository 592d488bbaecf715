"""Where Celery looks for this room's tasks; they are written in `access/jobs.py`."""

from access.jobs import run_job, send_again

__all__ = ["run_job", "send_again"]
