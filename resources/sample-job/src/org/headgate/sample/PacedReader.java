// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads at a rate and up to a last number.
 *
 * <p>Between two numbers it says "nothing yet" instead of sleeping: a task that sleeps would answer
 * savepoints and cancellations late.
 */
final class PacedReader implements SourceReader<Long, NumberSequenceSplit> {
    private static final long LONGEST_CATCH_UP = TimeUnit.SECONDS.toNanos(1);

    private final SourceReader<Long, NumberSequenceSplit> reader;
    private final long last;
    private final long interval;
    private long due = System.nanoTime();

    PacedReader(SourceReader<Long, NumberSequenceSplit> reader, long last, long rate) {
        this.reader = reader;
        this.last = last;
        this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) throws Exception {
        final long now = System.nanoTime();
        if (now - due < 0) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        due = (now - due > LONGEST_CATCH_UP ? now : due) + interval;
        return reader.pollNext(output);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        final long wait = due - System.nanoTime();
        return wait <= 0
            ? reader.isAvailable()
            : new CompletableFuture<Void>().completeOnTimeout(null, wait, TimeUnit.NANOSECONDS);
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
        final List<NumberSequenceSplit> open = splits.stream()
            .filter(split -> split.from() <= last)
            .map(split -> new NumberSequenceSplit(split.splitId(), split.from(), last))
            .collect(Collectors.toList());
        // Without one it asks for another and is told that there is none, which ends the job.
        if (!open.isEmpty()) {
            reader.addSplits(open);
        }
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
        return reader.snapshotState(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}
