#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that contexts.py finds what it is there for."""

import pathlib
import sys
import tempfile
import unittest

import contexts

SOURCE = """namespace headgate::room {
QString tr(const char *text)
{
    return QCoreApplication::translate("%s", text);
}
QString sentence() { return tr("A sentence."); }
}
"""


def faults_of(source):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for room in contexts.ROOMS:
            (root / room).mkdir()
        (root / "model" / "a.cpp").write_text(source, encoding="utf-8")
        return contexts.faults_in(*contexts.listed(LUPDATE, root))


class Contexts(unittest.TestCase):
    def test_name_of_the_namespace_is_right(self):
        self.assertEqual(faults_of(SOURCE % "headgate::room"), [])

    def test_any_other_name_is_a_fault(self):
        self.assertEqual(len(faults_of(SOURCE % "Room")), 1)


LUPDATE = sys.argv.pop()
unittest.main()
