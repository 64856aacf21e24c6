#!/bin/sh
# Starts a streaming replica: copies the primary the first time, and follows it from then on.
set -eu
export PGPASSWORD="$KANRI_REPLICA_PASSWORD"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    chown postgres "$PGDATA"
    chmod 700 "$PGDATA"
    gosu postgres pg_basebackup --host=db --username=kanri_replica --pgdata="$PGDATA" --write-recovery-conf --checkpoint=fast
fi
exec gosu postgres "$@"
