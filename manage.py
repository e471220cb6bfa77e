#!/usr/bin/env python
"""Django's command line for Which First."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from config.environment import read_env_file

if __name__ == "__main__":
    read_env_file(Path(__file__).resolve().parent / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
