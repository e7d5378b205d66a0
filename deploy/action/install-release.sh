#!/bin/sh
# Installs a release of connect-sync as the program connect-sync in the folder $1. The release file is downloaded and
# compared with CONNECT_SYNC_SHA256 before anything in it is unpacked or run. Needs curl or wget, and tar.
#   CONNECT_SYNC_INSTALL      tarball (needs Node), binary (Linux x64), image (needs docker or podman), or
#                             none: a connect-sync that is on the PATH already
#   CONNECT_SYNC_VERSION      for example 0.1.0
#   CONNECT_SYNC_SHA256       of the release file, from SHA256SUMS of the release
#   CONNECT_SYNC_RELEASE_URL  the folder that contains the release file; by default that of the release on GitHub
set -eu

fail() {
  echo "connect-sync is not installed: $1" >&2
  exit 1
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

folder=$1
kind=${CONNECT_SYNC_INSTALL:-tarball}
version=${CONNECT_SYNC_VERSION:-}
case $kind in
  tarball) file=connect-sync-$version.tgz ;;
  binary) file=connect-sync-$version-linux-x64 ;;
  image) file=connect-sync-$version-image.tar ;;
  none)
    command -v connect-sync >/dev/null || fail "it is not on the PATH; choose tarball, binary or image"
    exit 0
    ;;
  *) fail "unknown way to install: $kind; choose tarball, binary, image or none" ;;
esac
[ -n "$version" ] || fail "no version is set"
url=${CONNECT_SYNC_RELEASE_URL:-https://github.com/connect-sync/connect-sync/releases/download/v$version}
url=${url%/}
expected=$(printf %s "${CONNECT_SYNC_SHA256:-}" | tr ABCDEF abcdef)
case $expected in
  '') fail "no SHA-256 is set for $file. Copy it from $url/SHA256SUMS into sha256, beside the version" ;;
  *[!0-9a-f]*) fail "sha256 is not a SHA-256: $expected" ;;
esac
[ ${#expected} -eq 64 ] || fail "sha256 is not a SHA-256: $expected"

case $kind in
  tarball) command -v node >/dev/null || fail "the tarball needs Node 20.19 or later; the binary needs none" ;;
  binary)
    [ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail "the binary is for Linux x64; use the tarball"
    ;;
  image)
    engine=$(command -v docker || command -v podman) || fail "the image needs docker or podman"
    ;;
esac

mkdir -p "$folder"
download=$folder/$file
if command -v curl >/dev/null; then
  curl --fail --silent --show-error --location --retry 3 --output "$download" "$url/$file"
else
  wget -q -O "$download" "$url/$file"
fi || fail "$url/$file cannot be downloaded"

actual=$(sha256 "$download")
if [ "$actual" != "$expected" ]; then
  rm -f "$download"
  fail "$url/$file is not the expected file.
  expected SHA-256: $expected
  actual SHA-256:   $actual"
fi

case $kind in
  tarball)
    (cd "$folder" && tar -xzf "$file")
    cat >"$folder/connect-sync" <<END
#!/bin/sh
exec node "$folder/package/dist/bin.cjs" "\$@"
END
    ;;
  binary) mv "$download" "$folder/connect-sync" ;;
  image)
    image=$("$engine" load --input "$download" | sed -n 's/^Loaded image[^:]*: *//p' | tail -n 1)
    # The program sees what it would see outside of the container: the network, the environment, the user, and the
    # folders of the job under their own paths.
    cat >"$folder/connect-sync" <<END
#!/bin/sh
set -f
set -- "$image" "\$@"
for name in \$(awk 'BEGIN { for (name in ENVIRON) print name }'); do
  case \$name in PATH | HOME | HOSTNAME | PWD | SHLVL | TMPDIR | _ | *[!A-Za-z0-9_]*) ;; *) set -- --env "\$name" "\$@" ;; esac
done
for place in "\${RUNNER_TEMP:-}" "\${GITHUB_WORKSPACE:-}" "\${CI_PROJECT_DIR:-}" "\$PWD"; do
  [ -z "\$place" ] || set -- --volume "\$place:\$place" "\$@"
done
exec "$engine" run --rm --read-only --network host --user "\$(id -u):\$(id -g)" --volume /tmp:/tmp --env HOME=/tmp \\
  --workdir "\$PWD" "\$@"
END
    ;;
esac
chmod 755 "$folder/connect-sync"
