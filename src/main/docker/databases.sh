#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the databases of the portal and of Authentik, their owners, and
# a user for each role of the portal's processes. What those may do is granted by the portal's own migrations.
set -eu
sql() {
    psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" "$@"
}
user() {
    sql --set name="$1" --set password="$(cat "/run/secrets/$2")" <<'SQL'
create role :"name" login password :'password';
SQL
}
user portal portal-owner-password
user portal_web portal-web-password
user portal_worker portal-worker-password
user portal_operator portal-operator-password
user authentik authentik-database-password
for name in portal authentik; do
    sql --set name="$name" <<'SQL'
create database :"name" owner :"name" encoding 'UTF8' template template0;
revoke connect, temporary on database :"name" from public;
SQL
done
sql <<'SQL'
grant connect on database portal to portal_web, portal_worker, portal_operator;
SQL
