# Two stages, so that the image that runs holds neither pip's cache nor a compiler.
FROM python:3.12-slim AS packages
COPY requirements.txt requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.12-slim
# pg_dump and pg_restore, for `manage.py backup`.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home first
COPY --from=packages /venv /venv
WORKDIR /app
COPY manage.py manage.py
COPY config config
COPY catalog catalog
COPY advisor advisor
COPY templates templates
COPY static static
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 ENVIRONMENT=production BIND=0.0.0.0:8000
# Settings refuse to load without these; they stay in this one step.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=localhost EMAIL_HOST=console \
    DATABASE_URL=sqlite:///:memory: python manage.py collectstatic --no-input --verbosity 0
USER first
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=2)"]
CMD ["gunicorn", "--config", "python:config.server", "config.wsgi"]
