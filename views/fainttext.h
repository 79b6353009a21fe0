// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace headgate {

//! Explanations and captions are written in QPalette::PlaceholderText, which some themes leave
//! black on a dark ground. Makes it a shade between the text and its ground, for the whole program.
void keepFaintTextReadable();

} // namespace headgate
