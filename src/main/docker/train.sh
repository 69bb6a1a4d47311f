#!/bin/sh
# Starts the portal once on a database that is thrown away, asks for a few pages, and leaves what the Java machine learned
# in portal.aot beside portal.jar. Needs PostgreSQL's programs (any version the portal takes). usage: train.sh
set -eu
programs=${POSTGRESQL_PROGRAMS:-$(ls -d /usr/lib/postgresql/*/bin | tail -1)}
place=$(mktemp -d)
as_postgres() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
[ "$(id -u)" -ne 0 ] || chown postgres "$place"
as_postgres "'$programs/initdb' --auth=trust --username=postgres --pgdata='$place/data' > /dev/null"
as_postgres "'$programs/pg_ctl' --pgdata='$place/data' --wait --log='$place/log' --options='-p ${TRAINING_PORT:-5499} -c listen_addresses=127.0.0.1 -c unix_socket_directories=' start > /dev/null"
portal=
trap '[ -z "$portal" ] || kill -KILL "$portal" 2> /dev/null || true; as_postgres "\"$programs/pg_ctl\" --pgdata=\"$place/data\" --mode=immediate stop > /dev/null"; rm -rf "$place"' EXIT
mkdir "$place/portal"
java @java.options -XX:AOTCacheOutput=portal.aot -jar portal.jar \
    --spring.datasource.url="jdbc:postgresql://127.0.0.1:${TRAINING_PORT:-5499}/postgres?user=postgres" \
    --server.port="${TRAINING_WEB:-8099}" --server.address=127.0.0.1 --management.server.port="${TRAINING_HEALTH:-8098}" \
    --portal.keys.create=true --portal.keys.folder="$place/portal/keys" --portal.archive.folder="$place/portal/archives" \
    --portal.erasure.ledger="$place/portal/ledger" > "$place/portal.log" 2>&1 &
portal=$!
for attempt in $(seq 240); do
    if MANAGEMENT_SERVER_PORT=${TRAINING_HEALTH:-8098} java -cp portal.jar cloud.maidan.portal.HealthCheck 2>/dev/null; then break; fi
    kill -0 "$portal" || { cat "$place/portal.log"; exit 1; }
    sleep 1
done
java -cp portal.jar cloud.maidan.portal.HealthCheck "http://127.0.0.1:${TRAINING_WEB:-8099}/" "http://127.0.0.1:${TRAINING_WEB:-8099}/about/privacy" "http://127.0.0.1:${TRAINING_WEB:-8099}/about/services" || { cat "$place/portal.log"; exit 1; }
kill -TERM "$portal"
wait "$portal" || true
portal=
[ -s portal.aot ] || { cat "$place/portal.log"; exit 1; }
