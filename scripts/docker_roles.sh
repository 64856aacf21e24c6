#!/bin/sh
# Runs once in the database container: what db/local/provision.py does for the embedded database.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$KANRI_API_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE ROLE kanri_api LOGIN NOINHERIT PASSWORD :'password';
REVOKE ALL ON DATABASE kanri FROM PUBLIC;
GRANT CONNECT ON DATABASE kanri TO kanri_api;
SQL
