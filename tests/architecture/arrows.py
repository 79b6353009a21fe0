#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the #include lines of app, views and model, and fails on an arrow that is not allowed.

    app → views → model, and inside model only downward:
    engine → {lifecycle, flink, clusters, store, secrets, artifacts} → resources → core
    items → resources

lifecycle imports only resources and core; flink and artifacts only core. model includes no
QtWidgets; views no QtSql, QtNetwork or QtKeychain, and of the engine only what a person can ask
for. Every source says its licence. What is longer than it should be is reported, no more.
"""

import argparse
import pathlib
import re
import sys

# What each room may import besides itself; a room that is not named here is an error.
ROOMS = {
    "model/core": [],
    "model/resources": ["model/core"],
    "model/lifecycle": ["model/resources", "model/core"],
    "model/flink": ["model/core"],
    "model/clusters": ["model/resources", "model/core"],
    "model/store": ["model/resources", "model/core"],
    "model/secrets": ["model/resources", "model/core"],
    "model/artifacts": ["model/core"],
    "model/items": ["model/resources", "model/core"],
    "model/engine": ["model/lifecycle", "model/flink", "model/clusters", "model/store",
                     "model/secrets", "model/artifacts", "model/resources", "model/core"],
    "views": ["model/items", "model/resources", "model/core", "model/engine/intentions.h"],
    "app": ["views", "model", "app"],
}

# What a room may not include of Qt and its kin, by the folder of the header.
FORBIDDEN = {
    "model": ["QtWidgets"],
    "views": ["QtSql", "QtNetwork", "qt6keychain"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SPDX = ("SPDX-FileCopyrightText:", "SPDX-License-Identifier: GPL-3.0-or-later")
SOURCES = {".h", ".cpp", ".cmake", ".py", ".sh", ".java"}
LONGEST = {".h": 150, ".cpp": 400}


def room_of(path):
    """The room of a file or include by its path from the root; None for what is none of ours."""
    parts = path.split("/")
    if parts[0] == "model" and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0] if parts[0] in ("views", "app") and len(parts) > 1 else None


def is_allowed(target, rule):
    return target == rule or target.startswith(rule + "/")


def qt_module(header, qt):
    """The folder of a header as <QWidget> or <QtWidgets/QWidget>; empty where it has none."""
    if "/" in header:
        return header.split("/")[0]
    # QtWidgets forwards some headers of QtGui, which are that module's own.
    for module in ("QtCore", "QtGui", "QtWidgets", "QtSql", "QtNetwork"):
        if (qt / module / header).exists():
            return module
    return ""


def errors_of_include(path, bracket, target, qt):
    room = room_of(path)
    if bracket == "<":
        module = qt_module(target, qt)
        if module in FORBIDDEN.get(room.split("/")[0], []):
            yield f"includes <{target}> of {module}"
        return
    if re.fullmatch(r"(moc_|ui_|qrc_)?[\w-]+\.(moc|cpp|h)", target) and not target.endswith(".h"):
        return  # made by Qt's tools
    if re.fullmatch(r"ui_[\w-]+\.h", target):
        return
    if room_of(target) is None:
        yield f'includes "{target}", which is not named from the root of the project'
    elif room_of(target) not in ROOMS:
        yield f'includes "{target}" of a room that architecture.md does not know'
    elif room_of(target) != room and not any(is_allowed(target, rule) for rule in ROOMS[room]):
        yield f'includes "{target}": {room} → {room_of(target)} is no arrow of architecture.md'


def errors_of_source(path, lines, qt):
    if room_of(path) not in ROOMS:
        yield f"{path}: is in no room that architecture.md knows"
        return
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match:
            for error in errors_of_include(path, *match.groups(), qt):
                yield f"{path}:{number}: {error}"


def sources(root, folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and (path.suffix in SOURCES or path.name == "CMakeLists.txt"):
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def check(root, qt):
    """All errors below a root, and what is longer than it should be."""
    errors, long_files = [], []
    for path, text in sources(root, ["app", "views", "model", "tests", "cmake", "resources"]):
        lines = text.splitlines()
        head = "\n".join(lines[:4])
        if any(line not in head for line in SPDX):
            errors.append(f"{path}: the SPDX lines are missing")
        suffix = pathlib.PurePath(path).suffix
        if suffix in (".h", ".cpp") and path.split("/")[0] in ("app", "views", "model"):
            errors += errors_of_source(path, lines, qt)
        if len(lines) > LONGEST.get(suffix, sys.maxsize):
            long_files.append(f"{path}: {len(lines)} lines")
    return errors, long_files


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--qt", type=pathlib.Path, required=True, help="Qt's folder of headers")
    arguments = parser.parse_args()
    if not (arguments.qt / "QtWidgets" / "QWidget").exists():
        sys.exit(f"{arguments.qt} is not where Qt's headers are")
    errors, long_files = check(arguments.root, arguments.qt)
    for line in long_files:
        print("longer than style.md wants:", line)
    for line in errors:
        print(line)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
