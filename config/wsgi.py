"""The entry point for WSGI servers."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from config.environment import read_env_file

read_env_file(Path(__file__).resolve().parent.parent / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
