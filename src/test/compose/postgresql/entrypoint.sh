#!/bin/sh
# What the published image of PostgreSQL does at its start, as far as compose.yaml relies on it.
set -eu
export PGDATA="${PGDATA:-/var/lib/postgresql/18/docker}" POSTGRES_USER="${POSTGRES_USER:-postgres}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
    pg_ctl --options "-c listen_addresses=''" --wait start
    for each in /docker-entrypoint-initdb.d/*; do
        case "$each" in
            *.sh) if [ -x "$each" ]; then "$each"; else . "$each"; fi ;;
            *) echo "ignoring $each" ;;
        esac
    done
    pg_ctl --mode=fast --wait stop
fi
exec "$@" -c "listen_addresses=*"
