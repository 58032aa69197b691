package io.matapalo.perf.launcher.proxies;

import org.HdrHistogram.Histogram;

/**
 * What one turn of a contender has shown.
 *
 * @param cpuMicros processor time a request of all processes of the contender
 * @param backEndMicros the same of the back end
 * @param nanos how long requests took one by one
 */
record TurnCost(double cpuMicros, double backEndMicros, Histogram nanos) {}
