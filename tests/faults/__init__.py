"""Faults on purpose: the real site under gunicorn, with production's settings, while things around it break.

`make faults` runs it on both databases; `python -m tests.faults sqlite` on one of them.
"""
