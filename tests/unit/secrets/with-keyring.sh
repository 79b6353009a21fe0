#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh PROGRAM ...: runs it with a D-Bus session and an unlocked, empty GNOME Keyring of
# its own. Needs the Debian packages dbus and gnome-keyring.
set -eu
if [ "${1:-}" != --inside ]; then
    HOME=$(mktemp -d)
    trap 'rm -rf "$HOME"' EXIT
    export HOME XDG_DATA_HOME="$HOME/data" XDG_RUNTIME_DIR="$HOME/run" XDG_CURRENT_DESKTOP=GNOME
    mkdir -m 700 "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR"
    dbus-run-session -- "$0" --inside "$@"
    exit
fi
shift
printf 'password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
