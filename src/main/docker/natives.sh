#!/bin/sh
# Lays the native parts of the portal's libraries into native beside portal.jar, where java.options says they are. They
# would otherwise be unpacked into /tmp, and in a container nothing may be run from there. Needs jar or unzip.
set -eu
case $(uname -m) in
    x86_64) zstd=amd64 jna=x86-64 ;;
    *) zstd=$(uname -m) jna=$(uname -m) ;;
esac
mkdir -p native
unpack() {
    archive=$(readlink -f "$1")
    if command -v jar > /dev/null; then (cd native && jar --extract --file "$archive" "$2"); else unzip -q -d native "$archive" "$2"; fi
    mv "native/$2" native
}
unpack lib/zstd-jni-*.jar "$(basename lib/zstd-jni-*.jar | sed "s|^\(.*\)\.jar$|linux/$zstd/lib\1.so|")"
unpack lib/jna-5*.jar "com/sun/jna/linux-$jna/libjnidispatch.so"
rm -r native/linux native/com
# the name zstd-jni asks for first
for each in native/libzstd*.so; do ln -s "$(basename "$each")" "native/lib$(basename "$each")"; done
