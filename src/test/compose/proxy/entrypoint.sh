#!/bin/sh
# What the published image of nginx does at its start: puts the environment into its templates. Before 1.25.1 HTTP/2 was
# a word of "listen", so for an older nginx that word is put there.
set -eu
for each in /etc/nginx/templates/*.template; do
    awk '{ for (name in ENVIRON) { gsub("\\$\\{" name "\\}", ENVIRON[name]) } print }' "$each" > "/etc/nginx/conf.d/$(basename "$each" .template)"
done
cd /etc/nginx/conf.d
if nginx -v 2>&1 | grep -qE '/1\.([01]?[0-9]|2[0-4])\.'; then
    awk '/^ *http2 on;$/ { next } { sub(/listen 443 ssl;/, "listen 443 ssl http2;"); print }' proxy.conf > /tmp/proxy.conf
    cat /tmp/proxy.conf > proxy.conf
fi
exec "$@"
