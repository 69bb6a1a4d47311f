#!/usr/bin/env bash
# Goal F1: the dashboard of a signed-in member against Keycloak's login page, in turns, on one machine.
# Needs wrk and curl; run ./mvnw process-test-classes first. Everything listens on loopback and stops with the script.
#   docs/benchmarks/dashboard.sh [seconds of a round] [rounds]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-10}
rounds=${2:-3}
work=$(mktemp -d)
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
await() {
    for _ in $(seq 240); do curl -fsS -o /dev/null "$1" 2>/dev/null && return; sleep 0.5; done
    echo "$1 does not answer" >&2
    exit 1
}

JAVA_HOME=$(./mvnw -v 2>/dev/null | sed -n 's/.*runtime: //p')
export JAVA_HOME
cp -r target/keycloak/keycloak-* "$work/keycloak"
export JAVA_OPTS_KC_HEAP="-Xmx512m"
"$work/keycloak/bin/kc.sh" build --db=dev-file --cache=local >"$work/keycloak-build.log" 2>&1
"$work/keycloak/bin/kc.sh" start --optimized --http-enabled=true --http-host=127.0.0.1 --http-port=18080 \
    --hostname-strict=false >"$work/keycloak.log" 2>&1 &
pids+=($!)

./mvnw -B -q dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    cloud.maidan.demo.DevelopmentStack --logging.level.root=WARN >"$work/portal.log" 2>&1 &
pids+=($!)

portal=http://localhost:8080
login='http://127.0.0.1:18080/realms/master/protocol/openid-connect/auth?client_id=account-console&redirect_uri=http%3A%2F%2F127.0.0.1%3A18080%2Frealms%2Fmaster%2Faccount&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256'
await "$portal/"
await "$login"

jar="$work/jar"
curl -fsSL -c "$jar" -b "$jar" -H 'Accept: text/html' "$portal/login" -o /dev/null
curl -fsSL -c "$jar" -b "$jar" -H 'Accept: text/html' -d username=member -d password=open-square \
    http://localhost:9000/application/o/maidan/login -o /dev/null
for service in matrix nextcloud peertube authentik cryptpad vaultwarden librechat portal; do curl -fsS -b "$jar" "$portal/me/services/$service/card" -o /dev/null; done
session="PORTAL_SESSION=$(awk '$6 == "PORTAL_SESSION" {print $7}' "$jar")"

echo "dashboard: $(curl -s -b "$jar" -o /dev/null -w '%{http_code}, %{size_download} bytes' "$portal/me")"
echo "Keycloak's login page: $(curl -s -o /dev/null -w '%{http_code}, %{size_download} bytes' "$login")"
measure() { wrk -t2 -c8 -d"$1s" --latency -H "Cookie: $session" "$2"; }
measure 60 "$portal/me" >/dev/null
measure 60 "$login" >/dev/null
for round in $(seq "$rounds"); do
    for page in "$portal/me" "$login"; do
        [ "$page" = "$login" ] && name="Keycloak's login page" || name=dashboard
        measure "$seconds" "$page" | awk -v name="round $round, $name" '
            /50%/ {p50 = $2} /99%/ {p99 = $2} /Requests\/sec/ {rate = $2} /Non-2xx/ {bad = " (" $0 ")"}
            END {print name ": " rate " requests/s, p50 " p50 ", p99 " p99 bad}'
    done
done
