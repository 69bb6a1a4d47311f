#!/usr/bin/env bash
# Goal F8: from nothing to ready, and memory at rest, with the image's options, with and without its AOT cache, for a
# process of all roles and for each role by itself, beside Keycloak. Needs PostgreSQL's programs, curl, and
# ./mvnw package -DskipTests; Keycloak in target/keycloak comes with that. Listens on loopback, goes with the script.
#   docs/benchmarks/start.sh [ROUNDS]     PORTAL_BENCH_REST: seconds until memory is read (60)
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5} rest=${PORTAL_BENCH_REST:-60}
work=$(mktemp -d)
chmod 755 "$work"
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    as_postgres "'$programs/pg_ctl' --pgdata='$work/data' --mode=immediate stop" > /dev/null 2>&1 || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
if [ -z "${JAVA_HOME:-}" ] || ! "$JAVA_HOME/bin/java" -version 2>&1 | grep -qE '"(2[5-9]|[3-9][0-9])'; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*25* | tail -1)
fi
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as_postgres() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
mkdir "$work/data"; [ "$(id -u)" -ne 0 ] || chown postgres "$work/data"
as_postgres "'$programs/initdb' --auth=trust --username=postgres --pgdata='$work/data'" > /dev/null
as_postgres "'$programs/pg_ctl' --pgdata='$work/data' --wait --log='$work/data/log' --options='-p 5498 -c listen_addresses=127.0.0.1 -c unix_socket_directories=' start" > /dev/null

java -Djarmode=tools -jar target/maidan-portal-*.jar extract --destination "$work/portal" > /dev/null
mv "$work"/portal/maidan-portal-*.jar "$work/portal/portal.jar"
cp src/main/docker/java.options src/main/docker/train.sh "$work/portal"
(cd "$work/portal" && sh train.sh)
echo "AOT cache: $(du -m "$work/portal/portal.aot" | cut -f1) MB; jar and libraries: $(du -sm "$work/portal/lib" | cut -f1) MB"

now() { date +%s%N; }
ready() { # PID ADDRESS: milliseconds since $begun until it answers 200
    until curl -s -o /dev/null --max-time 2 -w '%{http_code}' "$2" | grep -q 200; do
        kill -0 "$1" 2>/dev/null || { echo "it ended" >&2; return 1; }
        sleep 0.02
    done
    echo $((($(now) - begun) / 1000000))
}
memory() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }
end() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] " (" all[1] " to " all[NR] ")" }'; }

measure() { # NAME OPTIONS ROLES
    local times=() pid
    for ((round = 1; round <= rounds; round++)); do
        begun=$(now)
        (cd "$work/portal" && exec java @java.options $2 -Xmx256m -jar portal.jar $3 \
            --spring.datasource.url='jdbc:postgresql://127.0.0.1:5498/postgres?user=postgres' \
            --server.port=8096 --server.address=127.0.0.1 --management.server.port=8095 \
            --portal.keys.create=true --portal.keys.folder="$work/keys" --portal.archive.folder="$work/archives" \
            --portal.erasure.ledger="$work/ledger" > "$work/log" 2>&1) &
        pid=$!; pids+=("$pid")
        times+=("$(ready "$pid" http://127.0.0.1:8095/actuator/health)")
        if [ "$round" -lt "$rounds" ]; then end "$pid"; fi
    done
    sleep "$rest"
    echo "$1: ready after $(printf '%s\n' "${times[@]}" | median) ms, RSS at rest $(memory "$pid") MiB"
    end "$pid"
}
measure "portal, all roles" "" ""
measure "portal, all roles, AOT cache" "-XX:AOTCache=portal.aot" ""
for role in web worker operator; do
    measure "portal, $role, AOT cache" "-XX:AOTCache=portal.aot" "--portal.roles=$role --spring.flyway.enabled=false"
done

keycloak=$(ls -d target/keycloak/keycloak-* 2>/dev/null | tail -1)
[ -n "$keycloak" ] || { echo "Keycloak: not here"; exit 0; }
cp -r "$keycloak" "$work/keycloak"
sh "$work/keycloak/bin/kc.sh" build --db=dev-file > /dev/null
times=()
for ((round = 1; round <= rounds; round++)); do
    begun=$(now)
    JAVA_OPTS_KC_HEAP="-Xms64m -Xmx512m" sh "$work/keycloak/bin/kc.sh" start --optimized --http-enabled=true \
        --hostname-strict=false --http-host=127.0.0.1 --http-port=8094 --cache=local --log-level=WARN > "$work/keycloak.log" 2>&1 &
    shell=$!; pids+=("$shell")
    times+=("$(ready "$shell" http://127.0.0.1:8094/realms/master)")
    java=$(pgrep -P "$shell" java || echo "$shell"); pids+=("$java")
    if [ "$round" -lt "$rounds" ]; then end "$java"; end "$shell"; fi
done
sleep "$rest"
echo "Keycloak, start --optimized: ready after $(printf '%s\n' "${times[@]}" | median) ms, RSS at rest $(memory "$java") MiB"
