#!/bin/sh
# Makes the portal's image without a registry and without internet, from what this machine has: a JDK 25 (JAVA_HOME), its
# C library and libdeflate, and PostgreSQL's programs for the training of the AOT cache. Build the jar first with
# ./mvnw package -DskipTests. The image holds the portal, a Java of the modules it needs and nothing else: no shell.
# usage: src/main/docker/image.sh TAR; docs/operations.md says how an engine takes it in
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tar=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
java=${JAVA_HOME:?set it to a JDK 25}
modules=java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

for each in opt/portal etc tmp var/tmp proc sys dev run var/lib/portal/keys var/lib/portal/archives var/lib/portal/ledger var/lib/portal/checkpoints var/lib/portal/operator; do
    mkdir -p "$root/$each"
done
chmod 1777 "$root/tmp" "$root/var/tmp"
"$java/bin/jlink" --add-modules "$modules" --include-locales=en,de --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive --output "$root/opt/java"
# for heaps of 32 GB and more
rm -f "$root/opt/java/lib/server/classes_nocoops.jsa"

# what Java and its libraries are linked with; name services for host names
for library in $(ldd "$root/opt/java/bin/java" "$root"/opt/java/lib/*.so "$root/opt/java/lib/server/libjvm.so" 2>/dev/null | grep -oE '/[^ )]*\.so[^ )]*' | sort -u) \
    /lib/*-linux-gnu/libnss_dns.so.2 /lib/*-linux-gnu/libnss_files.so.2 /lib/*-linux-gnu/libresolv.so.2 /usr/lib/*-linux-gnu/libstdc++.so.6 /lib/*-linux-gnu/libgcc_s.so.1 /usr/lib/*-linux-gnu/libdeflate.so.0; do
    case "$library" in "$root"*) continue ;; esac
    [ -e "$library" ] || continue
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
printf 'root:x:0:0::/:/none\nportal:x:10001:10001::/opt/portal:/none\n' > "$root/etc/passwd"
printf 'root:x:0:\nportal:x:10001:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"

"$java/bin/java" -Djarmode=tools -jar "$here"/../../../target/maidan-portal-*.jar extract --destination "$root/opt/portal" > /dev/null
mv "$root"/opt/portal/maidan-portal-*.jar "$root/opt/portal/portal.jar"
(cd "$root/opt/portal" && PATH="$java/bin:$PATH" sh "$here/natives.sh")
cp "$here/java.options" "$here/train.sh" "$root/opt/portal"
(cd "$root/opt/portal" && PATH="$root/opt/java/bin:$PATH" sh train.sh)
rm "$root/opt/portal/train.sh"
chown -R 0:0 "$root"
for each in keys archives ledger checkpoints operator; do
    chown 10001:10001 "$root/var/lib/portal/$each"
    chmod 700 "$root/var/lib/portal/$each"
done
tar --numeric-owner -C "$root" -cf "$tar" .
du -sm "$tar" "$root/opt/java" "$root/opt/portal/lib" "$root/opt/portal/portal.aot"
