#!/bin/sh
# Makes local images that stand for the published ones that compose.yaml names: PostgreSQL and nginx from what Debian
# installed here, and our own OpenID provider in place of Authentik, on the portal's image.
# usage: images.sh PORTAL_IMAGE CLASS_PATH
# prints the images' ids: POSTGRESQL_IMAGE=…, PROXY_IMAGE=…, AUTHENTIK_IMAGE=…
set -eu
here=$(cd "$(dirname "$0")" && pwd)
portal=$1 class_path=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# a root with busybox, the users of the three images, and the libraries of the programs named
root() {
    root=$work/$1
    shift
    mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$root/run" "$root/var/log" "$root/dev" "$root/proc" "$root/sys"
    chmod 1777 "$root/tmp"
    ln -s ../run "$root/var/run"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for each in $("$root/bin/busybox" --list); do [ -e "$root/bin/$each" ] || ln -s busybox "$root/bin/$each"; done
    printf 'root:x:0:0::/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\nnginx:x:101:101::/:/bin/sh\n' > "$root/etc/passwd"
    printf 'root:x:0:\npostgres:x:999:\nnginx:x:101:\n' > "$root/etc/group"
    printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
    for library in $(ldd "$@" 2>/dev/null | grep -oE '/[^ )]*\.so[^ )]*' | sort -u) /lib/*-linux-gnu/libnss_dns.so.2 /lib/*-linux-gnu/libresolv.so.2; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
}

# the image's id
imported() {
    name=$1
    shift
    tar --numeric-owner -C "$root" -c . | docker import "$@" - "$name"
}

programs=/usr/lib/postgresql/15
root postgresql "$programs"/bin/postgres "$programs"/bin/psql "$programs"/bin/initdb "$programs"/bin/pg_ctl "$programs"/bin/pg_isready
mkdir -p "$root$programs" "$root/usr/share/postgresql" "$root/usr/share" "$root/usr/lib/locale" "$root/var/lib/postgresql" "$root/docker-entrypoint-initdb.d"
cp -a "$programs/bin" "$programs/lib" "$root$programs"
cp -aL /usr/share/postgresql/15 "$root/usr/share/postgresql"
cp -a /usr/share/zoneinfo "$root/usr/share"
cp -a /usr/lib/locale/C.utf8 "$root/usr/lib/locale" 2>/dev/null || true
cp "$here/postgresql/entrypoint.sh" "$root/bin/docker-entrypoint.sh"
chown 999:999 "$root/var/lib/postgresql"
echo "POSTGRESQL_IMAGE=$(imported stands-for/postgres:18 -c 'ENV PATH=/usr/lib/postgresql/15/bin:/bin' -c 'ENTRYPOINT ["docker-entrypoint.sh"]' -c 'CMD ["postgres"]' -c 'EXPOSE 5432')"

nginx=$(command -v nginx || echo /usr/sbin/nginx)
root proxy "$nginx"
mkdir -p "$root/etc/nginx/conf.d" "$root/etc/nginx/templates" "$root/var/log/nginx"
cp "$nginx" "$root/bin/nginx"
cp "$here/proxy/nginx.conf" /etc/nginx/mime.types "$root/etc/nginx"
cp "$here/proxy/entrypoint.sh" "$root/bin/docker-entrypoint.sh"
ln -s /dev/stderr "$root/var/log/nginx/error.log"
echo "PROXY_IMAGE=$(imported stands-for/nginx-unprivileged:1 -c 'ENV PATH=/bin' -c 'USER 101' -c 'ENTRYPOINT ["docker-entrypoint.sh"]' -c 'CMD ["nginx", "-g", "daemon off;"]' -c 'EXPOSE 8080')"

context=$work/provider
mkdir -p "$context/lib" "$context/bin" "$context/data"
cp "$(command -v busybox)" "$context/bin/sh"
cp "$(command -v busybox)" "$context/bin/wget"
cp "$here/provider/ak" "$context/bin"
cp "$here/provider/Dockerfile" "$context"
number=100
for each in $(echo "$class_path" | tr ':' ' '); do
    number=$((number + 1))
    case "$each" in
        *embedded-postgres-binaries* | *driver-bundle* | *keycloak* | */mongo* | *error_prone*) ;;
        *.jar) cp "$each" "$context/lib/$number-$(basename "$each")" ;;
        *) [ ! -d "$each" ] || (cd "$each" && tar -c . | (mkdir -p "$context/lib/$number" && tar -x -C "$context/lib/$number")) ;;
    esac
done
echo "AUTHENTIK_IMAGE=$(DOCKER_BUILDKIT=0 docker build --quiet --build-arg "PORTAL=$portal" "$context")"
