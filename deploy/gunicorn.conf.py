"""How gunicorn serves the site: ``gunicorn -c deploy/gunicorn.conf.py geopol.wsgi``.

WEB_CONCURRENCY  workers; default two for each processor (pages wait for the database)
WEB_BIND         where it listens; default 127.0.0.1:8000, for a proxy on the same machine
"""

import os

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1)))
# One request at a time a worker: the proxy keeps slow readers away from it, and a page
# of ours computes more than it waits, so that threads would only take turns.
worker_class = "sync"
preload_app = True

# A request that takes longer is ended with its worker, and another begins. A list as JSON
# Lines may take longer: it gives a sign of life with each batch.
timeout = 60
# As long as what is being answered may take until its end at a restart.
graceful_timeout = 30
# Workers are renewed, not all at once, so that no leak can grow.
max_requests = 10_000
max_requests_jitter = 2_000

# In memory, never on a slow disk: a worker that can't touch its file in time is ended.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108

# What the proxy hands over, no more.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

# The site writes its own line for each request, with the id; gunicorn's own are of itself.
accesslog = None
errorlog = "-"


def post_worker_init(worker):
    """Let long answers give the worker's sign of life, and leave what was loaded alone."""
    from geopol.operations import garbage, heartbeat

    heartbeat.listener = worker.notify
    garbage.leave_what_is_loaded()


def child_exit(server, worker):
    """Forget the gauges of a worker that ended, where the workers' numbers are added up."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
