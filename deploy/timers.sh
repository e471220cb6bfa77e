#!/bin/sh
# Every hour what the timers of deploy/systemd do, for machines without systemd. Each command may run twice without harm.
while true; do
	python manage.py send_digests
	python manage.py propose_revisions
	if [ "$(date -u +%H)" = 03 ]; then
		python manage.py refresh_finisher_hours
		python manage.py purge
		python manage.py check_links
	fi
	sleep $((3600 - $(date -u +%s) % 3600))
done
