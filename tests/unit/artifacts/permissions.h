// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

namespace headgate {

//! While it lives, permissions of files hold for this process, also where it is the superuser's.
class WithoutPrivileges {
public:
    WithoutPrivileges()
        : m_user(::geteuid())
    {
        constexpr uid_t nobody = 65534;
        m_isDropped = m_user == 0 && ::seteuid(nobody) == 0;
    }
    ~WithoutPrivileges()
    {
        if (m_isDropped && ::seteuid(m_user) != 0)
            ::_exit(1);
    }
    WithoutPrivileges(const WithoutPrivileges &) = delete;
    WithoutPrivileges &operator=(const WithoutPrivileges &) = delete;

private:
    uid_t m_user;
    bool m_isDropped = false;
};

} // namespace headgate
