#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh FLINK_HOME OUT.jar: builds the sample job against an Apache Flink. The same sources give
# the same bytes, and any Flink from 1.20 on gives the same jar.
set -euo pipefail

flink=${1:?usage: build.sh FLINK_HOME OUT.jar}
jar=${2:?usage: build.sh FLINK_HOME OUT.jar}
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/src

mkdir -p "$(dirname "$jar")"
jar=$(realpath "$jar")
flink=$(realpath "$flink")
work=$(mktemp -d "$jar.XXXXXX")
trap 'rm -rf "$work"' EXIT

mapfile -t files < <(find "$sources" -name '*.java' | LC_ALL=C sort)
javac --release 11 -encoding UTF-8 -proc:none -Xlint:all,-classfile,-options,-try \
    -classpath "$flink/lib/*" -d "$work/classes" "${files[@]}"

# The jar tool would write the name of the JDK into it.
printf 'Manifest-Version: 1.0\nCreated-By: Headgate\nMain-Class: org.headgate.sample.SampleJob\n' >"$work/MANIFEST.MF"
mapfile -t classes < <(cd "$work/classes" && find . -name '*.class' -printf '%P\n' | LC_ALL=C sort)
cd "$work/classes"
jar --create --file "$work/job.jar" --date 2026-01-01T00:00:00Z --no-compress \
    --manifest "$work/MANIFEST.MF" "${classes[@]}"
mv "$work/job.jar" "$jar"
