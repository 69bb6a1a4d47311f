#!/usr/bin/env bash
# Goal F6: records that the portal's audit log takes in, beside plain inserts of the same rows by pgbench, in turns, on
# one server; then the speed of checking a chain. Needs PostgreSQL's programs with pgbench (Debian: postgresql-15);
# run ./mvnw process-test-classes first. The server has a folder of its own and stops with the script.
#   docs/benchmarks/audit.sh [seconds of a round] [rounds]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-10}
rounds=${2:-2}
programs=${PGBIN:-/usr/lib/postgresql/15/bin}
port=${PGBENCH_PORT:-25432}
work=$(mktemp -d)
# the server refuses to run as root
ordinary() { if [ "$(id -u)" -eq 0 ]; then (cd "$work" && runuser -u postgres -- "$@"); else "$@"; fi; }
stop() {
    ordinary "$programs/pg_ctl" -D "$work/data" -m fast stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT
[ "$(id -u)" -ne 0 ] || chown postgres "$work"

ordinary "$programs/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null
ordinary "$programs/pg_ctl" -D "$work/data" -w -l "$work/server.log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work -c max_connections=100 -c shared_buffers=256MB" \
    start >/dev/null
sql() { "$programs/psql" -q -h 127.0.0.1 -p "$port" -U postgres "$@"; }
sql -c "create database portal"

JAVA_HOME=$(./mvnw -v 2>/dev/null | sed -n 's/.*runtime: //p')
./mvnw -B -q dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test
portal() {
    "$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED \
        -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
        cloud.maidan.portal.audit.AppendBenchmark \
        "jdbc:postgresql://127.0.0.1:$port/portal?user=postgres" "$seconds" 10 32 2>&1 | grep -E '^(portal|chain)|rror'
}
plain() {
    cat >"$work/insert.sql" <<'SQL'
insert into audit_plain (id, at, actor_id, member_id, kind, action, details, mac)
values (nextval('audit_plain_id'), now(), '11111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111111', 'CHANGE', 'benchmark.happened', decode(repeat('ab', 54), 'hex'), decode(repeat('cd', 37), 'hex'));
SQL
    for writers in 10 32; do
        (cd "$work" && "$programs/pgbench" -n -h 127.0.0.1 -p "$port" -U postgres -M prepared -c "$writers" -j 2 \
            -T "$seconds" -f insert.sql -l --log-prefix=took portal \
            >pgbench.out 2>&1) || { cat "$work/pgbench.out" >&2; exit 1; }
        rate=$(awk '/^tps/ {printf "%.0f", $3}' "$work/pgbench.out")
        sort -n -k3,3 <(cat "$work"/took.*) | awk -v w="$writers" -v r="$rate" '
            {t[NR] = $3} END {printf "pgbench, %d writers: %d records/s, p50 %.2f ms, p99 %.2f ms\n", w, r, t[int(NR / 2)] / 1000, t[int(NR * 99 / 100)] / 1000}'
        rm -f "$work"/took.*
    done
}

for round in $(seq "$rounds"); do
    echo "round $round"
    sql -d postgres -c "drop database portal" -c "create database portal"
    portal
    sql -d portal -c "create sequence audit_plain_id" -c "create table audit_plain (like audit_record including all)"
    plain
done
