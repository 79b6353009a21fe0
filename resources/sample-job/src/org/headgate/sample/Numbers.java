// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;

/** The numbers from 1 on, so many a second; where it stands is part of every snapshot. */
final class Numbers extends NumberSequenceSource {
    private static final long serialVersionUID = 1L;

    private final long last;
    private final long rate;

    Numbers(long last, long rate) {
        // A savepoint knows the range. It is the same for all, so that --end-after may be changed
        // when a job is restored; the reader sets the end.
        super(1, Long.MAX_VALUE);
        this.last = last;
        this.rate = rate;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new PacedReader(super.createReader(context), last, rate);
    }
}
