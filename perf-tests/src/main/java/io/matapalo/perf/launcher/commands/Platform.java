package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What the process runs on: clocks, the project's root, its own command line, the terminal. */
public record Platform(
    MonotonicClock clock, InstantSource wallClock, Path root, String commandLine, PrintStream out) {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** A name for this run that no other run of this clone has: UTC time and process id. */
  public String runId() {
    return RUN_ID.format(wallClock.instant()) + "-" + ProcessHandle.current().pid();
  }
}
