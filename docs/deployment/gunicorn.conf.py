"""How gunicorn serves the portal. `python -m gunicorn -c docs/deployment/gunicorn.conf.py cspr_portal.wsgi`."""

# Its door is given to it by portal.socket, which stays open while the processes are exchanged.
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 30
control_socket_disable = True

# No line for each request: nginx keeps one, without what was asked and not for the staff side.
accesslog = None
# What goes wrong: the portal's own form, a line of JSON on standard error, which the journal keeps.
errorlog = "-"
loglevel = "info"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cspr_portal.logs.JsonLines"}},
    "filters": {"without_secrets": {"()": "cspr_portal.logs.WithoutSecrets"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_secrets"]}
    },
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["lines"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": ["lines"], "propagate": False},
    },
}
