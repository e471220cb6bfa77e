"""The site as in production, with one more address: an empty page to measure the others against."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.yardstick.urls"
