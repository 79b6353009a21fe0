// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * An endless keyed sum: small, with state, and with switches for every kind of trouble.
 *
 * <p>It uses only what Flink 1.20 and 2.x have in common, so that one jar runs on both.
 */
public final class SampleJob {
    private SampleJob() {}

    public static void main(String[] arguments) throws Exception {
        final Switches switches = Switches.parse(arguments);
        Thread.sleep(switches.sleepInMain.toMillis());
        if (switches.throwInMain != null) {
            throw new IllegalStateException(switches.throwInMain);
        }
        if (switches.noJob) {
            return;
        }
        final StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.getExecutionEnvironment();
        submit(environment, switches, switches.name);
        if (switches.twoJobs) {
            submit(environment, switches, switches.name + " (second)");
        }
    }

    private static void submit(
            StreamExecutionEnvironment environment, Switches switches, String name) throws Exception {
        // The first two are one task whatever the parallelism, so that counts and rates are exact
        // and stay so when a savepoint is restored with another parallelism.
        final long keys = switches.keys;
        environment
            .fromSource(new Numbers(switches.endAfter, switches.rate),
                WatermarkStrategy.noWatermarks(), "Numbers", Types.LONG)
            .uid("numbers").setParallelism(1)
            .map(new Trouble(switches)).returns(Types.LONG)
            .name("Trouble").uid("trouble").setParallelism(1)
            .keyBy(number -> number % keys, Types.LONG)
            .map(new Totals()).returns(Types.LONG)
            .name("Totals").uid("totals")
            .sinkTo(new DiscardingSink<>())
            .name("Nowhere").uid("nowhere");
        environment.execute(name);
    }
}
