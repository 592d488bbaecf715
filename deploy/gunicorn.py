"""How gunicorn serves ecm: a few processes with threads, each of which answers one request at a time."""

import os

worker_class = "gthread"
workers = int(os.environ.get("ECM_WEB_WORKERS", "2"))
threads = int(os.environ.get("ECM_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# A stray header or an endless one is refused before the product reads it.
limit_request_line = 8190
limit_request_field_size = 8190
# One line a request, without addresses or query strings: they may name people.
accesslog = os.environ.get("ECM_ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(L)ss"
control_socket_disable = True
