#!/usr/bin/env bash
# Goal F2: what asking six services at once costs beyond the slowest of them, for one member and for 64 at once.
# Run ./mvnw process-test-classes first. Everything listens on loopback and stops with the script.
#   docs/benchmarks/fan-out.sh [rounds of one member] [members at once] [rounds of each]
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
JAVA_HOME=$(./mvnw -v 2>/dev/null | sed -n 's/.*runtime: //p')
./mvnw -B -q dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -Xmx256m --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    cloud.maidan.portal.dashboard.FanOutBenchmark "${1:-200}" "${2:-64}" "${3:-20}" 2>&1 |
    grep -E '^(slowest|all six|last known)|rror|APPLICATION FAILED'
