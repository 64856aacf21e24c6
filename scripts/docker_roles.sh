#!/bin/sh
# Runs once in the database container: what db/local/provision.py does for the embedded database.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$KANRI_API_PASSWORD" -v replica="$KANRI_REPLICA_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE ROLE kanri_api LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE kanri_replica LOGIN REPLICATION PASSWORD :'replica';
REVOKE ALL ON DATABASE kanri FROM PUBLIC;
GRANT CONNECT ON DATABASE kanri TO kanri_api;
SQL
# What a replica asks for is no database, and the image lets it ask from this machine only.
echo "host replication kanri_replica samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
