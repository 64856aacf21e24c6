# The program in an image: `docker compose up` runs it beside PostGIS.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.txt .
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY . .
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable .

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home kanri && install -d -o kanri -g kanri /data
COPY --from=build /app /app
WORKDIR /app
USER kanri
# The database is DATABASE_URL's; the data folder holds the raw store and the gazetteer.
ENV PATH=/app/.venv/bin:$PATH KANRI_HOME=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["kanri", "serve", "--host", "0.0.0.0", "--port", "8000"]
