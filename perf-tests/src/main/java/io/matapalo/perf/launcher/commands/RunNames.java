package io.matapalo.perf.launcher.commands;

/** What tells this run from others: its id and the seed of its data. */
record RunNames(String runId, long seed) {}
