#!/usr/bin/env bash
# Goal F7: every page of those who work here, in a community of 1000 members with 10 000 audit records and in one that
# has grown a hundred and a thousand times, in turns, on one machine; then how PostgreSQL carried out each statement.
# Run ./mvnw process-test-classes first. Takes some 8 GB below java.io.tmpdir while it runs.
#   docs/benchmarks/growth.sh [members] [events] [requests of each page] [expression for pages]
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

JAVA_HOME=$(./mvnw -v 2>/dev/null | sed -n 's/.*runtime: //p')
./mvnw -B -q dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    cloud.maidan.portal.grown.GrowthBenchmark "${1:-100000}" "${2:-10000000}" "${3:-500}" "${4:-.*}" 2>&1 | grep -E '^\||^[0-9]+ pages|^fault|Exception|Error'
