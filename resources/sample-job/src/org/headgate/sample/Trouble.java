// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Passes numbers on, and fails, blocks or lingers where the switches say so. */
final class Trouble extends RichMapFunction<Long, Long> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final Switches switches;
    private transient boolean fails;
    private transient long started;
    private transient long seen;
    private transient volatile long latest;

    Trouble(Switches switches) {
        this.switches = switches;
    }

    @Override
    public void open(OpenContext context) {
        fails = getRuntimeContext().getTaskInfo().getAttemptNumber() < switches.failTimes;
        started = System.nanoTime();
        getRuntimeContext().getMetricGroup().gauge("latestNumber", () -> latest);
    }

    @Override
    public Long map(Long number) {
        if (fails && seen >= switches.failAfter) {
            throw new IllegalStateException(
                "The sample job was told to fail after " + switches.failAfter + " records.");
        }
        if (fails && switches.failEvery != null && elapsed().compareTo(switches.failEvery) >= 0) {
            throw new IllegalStateException("The sample job was told to fail every "
                + switches.failEvery.toMillis() / 1000.0 + " seconds.");
        }
        ++seen;
        latest = number;
        return number;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
        Thread.sleep(switches.blockSavepoint.toMillis());
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        // It remembers nothing; the interface asks for this beside snapshotState().
    }

    @Override
    public void close() {
        final long end = System.nanoTime() + switches.ignoreCancel.toNanos();
        for (long left = switches.ignoreCancel.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                // Flink interrupts a task that does not end. Not to listen is what was asked for.
            }
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
