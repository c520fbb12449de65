#!/bin/sh
# Back up, encrypt for RECIPIENT (a public key of age), keep 30 encrypted files, and none in the
# clear. Copying them to another machine is the last line, or a timer's of that machine.
set -eu
umask 077
directory=$1
: "${RECIPIENT:?set RECIPIENT to a public key of age (age1...)}"
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
name=$(date -u +geopol-%Y-%m-%dT%H%M%SZ.zip)
clear=$directory/$name

trap 'rm -f "$clear" "$clear.age.part"' EXIT
"$python" "$here/manage.py" backup "$clear"
age --encrypt --recipient "$RECIPIENT" --output "$clear.age.part" "$clear"
sync "$clear.age.part"
mv "$clear.age.part" "$clear.age"

# Names sort by time; the newest 30 stay.
find "$directory" -maxdepth 1 -name 'geopol-*.zip.age' | sort -r | tail -n +31 | xargs -r rm -f --

if [ -n "${OFFSITE:-}" ]; then
    rsync --archive --ignore-existing "$directory/" "$OFFSITE"
fi
