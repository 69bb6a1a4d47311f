#!/usr/bin/env bash
# Goals F3, F4 and F5: archives against zip, against tar | zstd | age, within 256 MiB of heap, and against nginx.
# Needs zip, zstd, age, python3, nginx, curl; run ./mvnw process-test-classes first. Everything is made below one
# temporary folder, listens on loopback and goes with the script.
#   docs/benchmarks/archive.sh [f3|f4|f5 ...]     PORTAL_BENCH_GB and PORTAL_BENCH_FILES make F4 smaller
set -euo pipefail
cd "$(dirname "$0")/../.."
goals=${*:-f3 f4 f5}
work=$(mktemp -d)
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
if [ -z "${JAVA_HOME:-}" ] || ! "$JAVA_HOME/bin/java" -version 2>&1 | grep -qE '"(2[1-9]|[3-9][0-9])'; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*2[1-9]* 2>/dev/null | tail -1)
fi
./mvnw -B -q -o dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test
# the image's collector, see src/main/docker/java.options
portal() {
    "$JAVA_HOME/bin/java" -Xmx256m -Xms64m -XX:+UseSerialGC $java_options --enable-native-access=ALL-UNNAMED \
        -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
        cloud.maidan.portal.archive.ArchiveBenchmark "$@"
}
java_options=
seconds() { local start end; start=$(date +%s.%N); "$@" >/dev/null 2>&1; end=$(date +%s.%N); echo "$end - $start" | bc; }
in_age() { # age takes a passphrase only from a terminal
    python3 -c '
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp("sh", ["sh", "-c", "tar -C \"$0\" -cf - . | zstd -q -1 -T2 -c | age -p -o \"$1\"", sys.argv[1], sys.argv[2]])
for _ in range(2):
    said = b""
    while b"assphrase" not in said: said += os.read(terminal, 1024)
    os.write(terminal, b"four words without meaning\n")
try:
    while True: os.read(terminal, 1024)
except OSError: pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))' "$1" "$2"
}

if [[ $goals == *f3* ]]; then
    portal corpus "$work/corpus"
    echo "corpus: $(find "$work/corpus" -type f | wc -l) files, $(du -sb "$work/corpus" | cut -f1) bytes"
    for round in 1 2; do
        echo "round $round, zip -1 -r: $(cd "$work/corpus" && rm -f "$work/z.zip" && seconds zip -q -1 -r "$work/z.zip" .) s, $(stat -c %s "$work/z.zip") bytes"
        java_options=; echo "round $round, portal ZIP, libdeflate: $(portal pack ZIP "$work/corpus" "$work/p.zip" - "$work" | grep ^pack)"
        unzip -tq "$work/p.zip" | tail -1
        java_options="-Djna.boot.library.path=/nowhere -Djna.noclasspath=true"
        echo "round $round, portal ZIP, JDK's own: $(portal pack ZIP "$work/corpus" - - "$work" | grep ^pack)"
        java_options=
        rm -f "$work/t.age"
        echo "round $round, tar | zstd -1 -T2 | age -p: $(seconds in_age "$work/corpus" "$work/t.age") s, $(stat -c %s "$work/t.age") bytes"
        echo "round $round, portal tar.zst under a passphrase: $(portal pack TAR_ZST "$work/corpus" "$work/p.age" 'four words without meaning' "$work" | grep ^pack)"
        echo "round $round, portal tar.zst: $(portal pack TAR_ZST "$work/corpus" "$work/p.tar.zst" - "$work" | grep ^pack)"
        zstd -q -t "$work/p.tar.zst" && tar --zstd -tf "$work/p.tar.zst" | wc -l
    done
    rm -rf "$work/corpus" "$work"/*.zip "$work"/*.age "$work"/*.zst
fi
if [[ $goals == *f4* ]]; then
    df -h "$work" | tail -1
    echo "200 MB: $(portal large 1 "$work" | grep ^large)"
    echo "many: $(portal many "${PORTAL_BENCH_FILES:-1000000}" "$work" | grep ^many)"
    echo "large: $(portal large "${PORTAL_BENCH_GB:-20}" "$work" | grep ^large)"
fi
if [[ $goals == *f5* ]]; then
    mkfifo "$work/stop"
    sleep 100000 >"$work/stop" & pids+=($!)
    portal serve 1000 "$work" <"$work/stop" >"$work/served" 2>"$work/serve.log" & server=$!
    pids+=($server)
    for _ in $(seq 240); do grep -q ^ready "$work/served" && break; sleep 0.5; done
    url=$(sed -n 's/^url //p' "$work/served")
    sealed=$(sed -n 's/^sealed //p' "$work/served")
    cookie=$(sed -n 's/^cookie //p' "$work/served")
    java=$(pgrep -P "$server" java || echo "$server")
    rss() { awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$java/status"; }
    mkdir "$work/www"
    curl -fsS -b "$cookie" "$url" -o "$work/www/archive.zip"
    curl -fsS -b "$cookie" "$sealed" -o "$work/www/archive.age"
    chmod -R a+rX "$work"
    cat >"$work/nginx.conf" <<CONF
worker_processes 2; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  server { listen 127.0.0.1:18081; root $work/www; } }
CONF
    nginx -c "$work/nginx.conf" & pids+=($!)
    sleep 2
    speed() { curl -fsS -o /dev/null -w '%{speed_download}' "$@" | awk '{printf "%.0f MB/s", $1 / 1e6}'; }
    for round in 1 2 3; do
        echo "round $round, nginx: $(speed http://127.0.0.1:18081/archive.zip); portal: $(speed -b "$cookie" "$url")"
        echo "round $round, under a passphrase, nginx: $(speed http://127.0.0.1:18081/archive.age); portal: $(speed -b "$cookie" "$sealed")"
        echo "round $round, from the middle, nginx: $(speed -r 500000000- http://127.0.0.1:18081/archive.zip); portal: $(speed -b "$cookie" -r 500000000- "$url")"
    done
    before=$(rss)
    start=$(date +%s.%N)
    for i in $(seq 200); do
        curl -fsS -b "$cookie" -r "$((i * 4000000))-$((i * 4000000 + 19999999))" --limit-rate 4M -o /dev/null "$url" &
        loads[$i]=$!
    done
    failed=0; for i in $(seq 200); do wait "${loads[$i]}" || failed=$((failed + 1)); done
    echo "200 at once, 20 MB each: $(echo "$(date +%s.%N) - $start" | bc) s, $failed failed, peak RSS before $before MiB, after $(rss) MiB"
fi
