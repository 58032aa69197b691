package io.matapalo.perf.launcher.stack;

/** Starts child processes that die with this one. Implementations are thread-safe. */
@FunctionalInterface
public interface ProcessStarter {
  /** Starts the command; its output goes to its log. */
  RunningProcess start(ProcessCommand command);
}
