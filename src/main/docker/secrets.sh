#!/bin/sh
# Makes what compose.yaml reads from .secrets, leaving alone what is there: passwords, and for trying it out a
# certificate authority of your own with a certificate for the two names. Put a public certificate there instead.
# usage: src/main/docker/secrets.sh [portal's name] [sign-in's name]
set -eu
portal=${1:-portal.localhost} auth=${2:-auth.localhost}
mkdir -p -m 700 .secrets
cd .secrets
# the folder keeps people out; the containers' users have to read the files
umask 022
for name in postgresql-password portal-owner-password portal-web-password portal-worker-password \
    portal-operator-password portal-client-secret portal-authentik-token authentik-database-password authentik-secret-key; do
    [ -s "$name" ] || openssl rand -hex 32 | tr -d '\n' > "$name"
done
if [ ! -s tls.crt ]; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Try it out" -keyout ca.key -out ca.crt 2>/dev/null
    openssl req -newkey rsa:3072 -nodes -subj "/CN=$portal" -keyout tls.key -out tls.csr 2>/dev/null
    printf 'subjectAltName=DNS:%s,DNS:%s\n' "$portal" "$auth" > tls.ext
    openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile tls.ext -out tls.crt 2>/dev/null
    chmod 600 ca.key
    chmod 644 tls.key
    rm tls.csr tls.ext
    keytool -importcert -noprompt -alias own -file ca.crt -keystore trust.p12 -storetype PKCS12 -storepass changeit 2>/dev/null
fi
[ -e trust.p12 ] || : > trust.p12
