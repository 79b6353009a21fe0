// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/ruleswitch.h"

#include "model/lifecycle/rule.h"

#include <cstdlib>
#include <string_view>

namespace headgate {

namespace {

std::string &off()
{
    static std::string name = std::getenv("HEADGATE_MUTANT") ? std::getenv("HEADGATE_MUTANT") : "";
    return name;
}

bool areRulesNoted = false;

std::set<std::string> &noted()
{
    static std::set<std::string> names;
    return names;
}

} // namespace

bool rule(const char *name)
{
    if (areRulesNoted)
        noted().insert(name);
    return std::string_view(name) != off();
}

void switchOff(const std::string &name)
{
    off() = name;
}

void noteRules(bool areNoted)
{
    areRulesNoted = areNoted;
}

std::set<std::string> notedRules()
{
    return noted();
}

} // namespace headgate
