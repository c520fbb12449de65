#!/bin/sh
# Back up, encrypt for RECIPIENT (a public key of age), keep 30 encrypted files, and none in the
# clear; beside them each release of the data, once. Copying them to another machine is the last
# line, or a timer's of that machine.
set -eu
umask 077
directory=$1
: "${RECIPIENT:?set RECIPIENT to a public key of age (age1...)}"
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
releases=${RELEASES_ROOT:-$here/releases}
clear=$directory/$(date -u +geopol-%Y-%m-%dT%H%M%SZ.zip)

trap 'rm -f "$clear" "$clear.age.part"' EXIT
encrypt() {
    age --encrypt --recipient "$RECIPIENT" --output "$clear.age.part" "$clear"
    sync "$clear.age.part"
    mv "$clear.age.part" "$1"
}

"$python" "$here/manage.py" backup "$clear"
encrypt "$clear.age"

# A release never changes, and has its number for a name when it is whole.
for release in "$releases"/[1-9]*/; do
    number=$(basename "$release")
    kept=$directory/geopol-release-$number.tar.age
    if [ -f "$release/manifest.json" ] && [ ! -e "$kept" ]; then
        tar -C "$releases" -cf "$clear" "$number"
        encrypt "$kept"
    fi
done

# Names sort by time; the newest 30 stay.
find "$directory" -maxdepth 1 -name 'geopol-*.zip.age' | sort -r | tail -n +31 | xargs -r rm -f --

if [ -n "${OFFSITE:-}" ]; then
    rsync --archive --ignore-existing "$directory/" "$OFFSITE"
fi
