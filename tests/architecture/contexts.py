#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the contexts under which lupdate lists our sentences with those that are asked for.

A free function tr() names the namespace that it stands in, because lupdate takes that for the
context of its calls; a sentence listed under another name would never be translated.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

NAMESPACE = re.compile(r"headgate(::[a-z]\w*)*")
ROOMS = ["app", "model", "views"]


def listed(lupdate, root):
    """By source file: the contexts of its sentences, and what lupdate complained about."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "all.ts"
        run = subprocess.run(
            [lupdate, "-silent", "-locations", "absolute", "-I", root, "-source-language", "en",
             "-target-language", "en", *(str(root / room) for room in ROOMS), "-ts", str(file)],
            capture_output=True, text=True, check=True)
        contexts = collections.defaultdict(set)
        for context in xml.etree.ElementTree.parse(file).getroot().iter("context"):
            for location in context.iter("location"):
                source = (pathlib.Path(folder) / location.get("filename")).resolve()
                contexts[source].add(context.findtext("name"))
    return contexts, run.stderr


def faults_in(contexts, complaints):
    faults = []
    for source, names in sorted(contexts.items()):
        text = source.read_text(encoding="utf-8")
        for name in sorted(names):
            if re.search(r'translate\(\s*"%s"' % re.escape(name), text):
                continue
            if NAMESPACE.fullmatch(name) or f"Class '{name}' lacks Q_OBJECT" in complaints:
                faults.append(f"{source}: nobody asks for the sentences that lupdate lists under "
                              f"“{name}”")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lupdate")
    parser.add_argument("root", type=pathlib.Path)
    arguments = parser.parse_args()
    contexts, complaints = listed(arguments.lupdate, arguments.root.resolve())
    if not contexts:
        sys.exit("lupdate lists nothing at all.")
    faults = faults_in(contexts, complaints)
    sys.exit("\n".join(faults) if faults else 0)


if __name__ == "__main__":
    main()
