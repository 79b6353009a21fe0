// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/program.h"

#include <QTemporaryDir>

#include <memory>

namespace headgate::test {

//! The program as main.cpp starts it, on a data directory of its own.
class RunningProgram {
public:
    //! Empty, or why it could not begin.
    [[nodiscard]] QString begin()
    {
        auto directory = DataDirectory::own(m_directory.path());
        if (!directory)
            return directory.error().message;
        m_program = std::make_unique<Program>(std::move(*directory));
        m_program->begin();
        return {};
    }
    void end() { m_program.reset(); }
    [[nodiscard]] QString directory() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Program> m_program;
};

} // namespace headgate::test
