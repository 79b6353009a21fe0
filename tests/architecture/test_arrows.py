#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test of the test: each rule of arrows.py finds a file that breaks it, and only that."""

import pathlib
import sys
import tempfile
import unittest

import arrows

QT = pathlib.Path(sys.argv.pop())
HEAD = "// SPDX-FileCopyrightText: 2026 X\n// SPDX-License-Identifier: GPL-3.0-or-later\n"


def errors(path, text, head=HEAD):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / path
        file.parent.mkdir(parents=True)
        file.write_text(head + text, encoding="utf-8")
        return arrows.check(pathlib.Path(folder), QT)[0]


class Arrows(unittest.TestCase):
    def assertGood(self, path, include):
        self.assertEqual(errors(path, f"#include {include}\n"), [])

    def assertBad(self, path, include, part):
        found = errors(path, f"int before;\n  #  include {include} // why\n")
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:4: "), found)
        self.assertIn(part, found[0])

    def test_every_pair_of_rooms(self):
        below = {
            "core": "core",
            "resources": "resources core",
            "lifecycle": "lifecycle resources core",
            "flink": "flink core",
            "clusters": "clusters resources core",
            "store": "store resources core",
            "secrets": "secrets resources core",
            "artifacts": "artifacts core",
            "items": "items resources core",
            "engine": "core resources lifecycle flink clusters store secrets artifacts engine",
        }
        self.assertEqual({f"model/{room}" for room in below} | {"views", "app"}, set(arrows.ROOMS))
        for room, allowed in below.items():
            for other in below:
                include = f'"model/{other}/x.h"'
                if other in allowed.split():
                    self.assertGood(f"model/{room}/a.cpp", include)
                else:
                    self.assertBad(f"model/{room}/a.cpp", include, "is no arrow")

    def test_views_and_app(self):
        for target in ("views/x.h", "views/forms/x.h", "model/items/x.h", "model/resources/x.h"):
            self.assertGood("views/a.cpp", f'"{target}"')
        self.assertGood("views/a.cpp", '"model/engine/intentions.h"')
        for target in ("model/engine/engine.h", "model/store/store.h", "model/lifecycle/decide.h"):
            self.assertBad("views/forms/a.h", f'"{target}"', "is no arrow")
        self.assertBad("views/a.cpp", '"app/main.h"', "is no arrow")
        self.assertBad("model/items/a.cpp", '"views/x.h"', "is no arrow")
        self.assertBad("model/engine/a.cpp", '"app/x.h"', "is no arrow")
        for target in ("app/x.h", "views/x.h", "model/engine/engine.h", "model/store/store.h"):
            self.assertGood("app/main.cpp", f'"{target}"')

    def test_qt(self):
        for header in ("QWidget", "QLabel", "QtWidgets/QLabel", "QtWidgets"):
            self.assertBad("model/items/a.cpp", f"<{header}>", "QtWidgets")
            self.assertGood("views/a.cpp", f"<{header}>")
        for header in ("QNetworkReply", "QSqlQuery", "QtSql/QSqlQuery", "qt6keychain/keychain.h"):
            self.assertBad("views/a.cpp", f"<{header}>", "includes <")
            self.assertGood("model/store/a.cpp", f"<{header}>")
        for header in ("QString", "QIcon", "QAction", "QtCore/QString", "vector", "zip.h"):
            self.assertGood("model/items/a.cpp", f"<{header}>")
            self.assertGood("views/a.cpp", f"<{header}>")

    def test_names_from_the_root(self):
        for target in ("x.h", "../store/x.h", "./x.h", "store/x.h", "model/x.h", "tests/fakes/x.h"):
            self.assertBad("model/engine/a.cpp", f'"{target}"', "not named from the root")
        self.assertBad("model/engine/a.cpp", '"model/attic/x.h"', "does not know")
        for target in ("a.moc", "moc_a.cpp", "ui_a.h"):
            self.assertGood("model/engine/a.cpp", f'"{target}"')

    def test_unknown_rooms(self):
        self.assertIn("is in no room", errors("model/attic/a.cpp", "")[0])
        self.assertIn("is in no room", errors("model/a.cpp", "")[0])

    def test_licences(self):
        for path in ("tests/unit/a.cpp", "model/core/CMakeLists.txt", "tests/flink/a.py"):
            self.assertEqual(errors(path, "x"), [])
            self.assertIn("SPDX", errors(path, "x", head="")[0])
        other = HEAD.replace("GPL-3.0-or-later", "MIT")
        self.assertIn("SPDX", errors("model/core/a.h", "", head=other)[0])

    def test_lengths_are_no_errors(self):
        self.assertEqual(errors("model/core/a.h", "\n" * 500), [])

    def test_comments_are_no_includes(self):
        self.assertEqual(errors("model/core/a.cpp", '// #include "model/store/x.h"\n'), [])


if __name__ == "__main__":
    unittest.main()
