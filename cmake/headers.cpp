// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Empty: its precompiled headers are everybody's (HeadgateLibrary.cmake).
