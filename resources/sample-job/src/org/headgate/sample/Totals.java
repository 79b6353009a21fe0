// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** The sum of all numbers of a key so far. */
final class Totals extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> total;

    @Override
    public void open(OpenContext context) {
        total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }

    @Override
    public Long map(Long number) throws Exception {
        final Long before = total.value();
        final long after = before == null ? number : before + number;
        total.update(after);
        return after;
    }
}
