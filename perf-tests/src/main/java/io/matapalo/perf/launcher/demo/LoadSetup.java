package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.engine.LoadEngine;
import io.matapalo.perf.bench.engine.RequestSource;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;

/** What makes the load: the engine, when requests start, at what rate in all, and what is sent. */
public record LoadSetup(
    LoadEngine engine, ArrivalSchedule arrivals, double perSecond, RequestSource requests) {}
