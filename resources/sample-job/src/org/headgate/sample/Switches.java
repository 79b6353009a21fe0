// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
package org.headgate.sample;

import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** What the arguments of the job say. */
final class Switches implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String USAGE = String.join("\n",
        "Switches of the sample job:",
        "  --name NAME                  name of the job",
        "  --rate N                     records a second (100)",
        "  --keys N                     number of keys, each with its own state (16)",
        "  --end-after N                finish once N records are made, those before a savepoint counted",
        "  --fail-after N               throw in a task after N records of an attempt",
        "  --fail-every SECONDS         throw in a task after this time of an attempt",
        "  --fail-times N               throw so often only, then run on",
        "  --block-savepoint SECONDS    block this long in each savepoint and checkpoint",
        "  --ignore-cancel SECONDS      go on this long after the task was told to end",
        "  --sleep-in-main SECONDS      wait in main() before anything is submitted",
        "  --throw-in-main MESSAGE      throw in main()",
        "  --no-job                     submit nothing",
        "  --two-jobs                   submit two jobs");

    String name = "Headgate sample";
    long rate = 100;
    long keys = 16;
    long endAfter = Long.MAX_VALUE;
    long failAfter = Long.MAX_VALUE;
    Duration failEvery;
    long failTimes = Long.MAX_VALUE;
    Duration blockSavepoint = Duration.ZERO;
    Duration ignoreCancel = Duration.ZERO;
    Duration sleepInMain = Duration.ZERO;
    String throwInMain;
    boolean noJob;
    boolean twoJobs;

    static Switches parse(String[] arguments) {
        final Switches switches = new Switches();
        final Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            switches.take(rest.next(), rest);
        }
        return switches;
    }

    private void take(String argument, Iterator<String> rest) {
        switch (argument) {
            case "--name": name = value(argument, rest); break;
            case "--rate": rate = count(argument, rest); break;
            case "--keys": keys = count(argument, rest); break;
            case "--end-after": endAfter = count(argument, rest); break;
            case "--fail-after": failAfter = count(argument, rest); break;
            case "--fail-every": failEvery = seconds(argument, rest); break;
            case "--fail-times": failTimes = count(argument, rest); break;
            case "--block-savepoint": blockSavepoint = seconds(argument, rest); break;
            case "--ignore-cancel": ignoreCancel = seconds(argument, rest); break;
            case "--sleep-in-main": sleepInMain = seconds(argument, rest); break;
            case "--throw-in-main": throwInMain = value(argument, rest); break;
            case "--no-job": noJob = true; break;
            case "--two-jobs": twoJobs = true; break;
            default: throw wrong("\"" + argument + "\" is no switch of the sample job.");
        }
    }

    private static String value(String argument, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw wrong(argument + " needs a value.");
        }
        return rest.next();
    }

    private static long count(String argument, Iterator<String> rest) {
        final String text = value(argument, rest);
        try {
            final long count = Long.parseLong(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // The answer is the same as for a number below one.
        }
        throw wrong(argument + " needs a whole number of at least 1, not \"" + text + "\".");
    }

    private static Duration seconds(String argument, Iterator<String> rest) {
        final String text = value(argument, rest);
        try {
            final double seconds = Double.parseDouble(text);
            if (seconds > 0 && seconds <= Duration.ofDays(365).getSeconds()) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // The answer is the same as for a number that is out of range.
        }
        throw wrong(argument + " needs a number of seconds above 0, not \"" + text + "\".");
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(message + "\n" + USAGE);
    }
}
