"""Settings of gunicorn, the server that `make run` and a deployment start."""

from config.environment import env

wsgi_app = "config.wsgi:application"
bind = f"{env.str('HOST', '127.0.0.1')}:{env.int('PORT', default=8000)}"
worker_class = "gthread"
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
max_requests = 10_000
max_requests_jitter = 1_000
graceful_timeout = 10
# The application writes its own request log, without addresses.
accesslog = None
loglevel = "warning"
# Nothing listens but the site itself.
no_control_socket = True
