package io.matapalo.perf.demo;

import io.matapalo.perf.engine.LoadEngine;
import io.matapalo.perf.engine.RequestSource;
import io.matapalo.perf.pacing.ArrivalSchedule;

/** What makes the load: the engine, when requests start, and what is sent. */
public record LoadSetup(LoadEngine engine, ArrivalSchedule arrivals, RequestSource requests) {}
