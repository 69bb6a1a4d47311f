#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: a database and a role for the portal and for Authentik.
set -eu
for name in portal authentik; do
    psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
        --set name="$name" --set password="$(cat "/run/secrets/$name-database-password")" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name" encoding 'UTF8' template template0;
SQL
done
