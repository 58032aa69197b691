package io.matapalo.perf.launcher.stack;

/** How to tell that a process is ready. Texts may hold placeholders. */
sealed interface Readiness {
  /** GET of this address answers 200. */
  record HttpOk(String uri) implements Readiness {}

  /** This port of 127.0.0.1 accepts a connection. */
  record TcpAccepts(String port) implements Readiness {}

  /** A line of the log contains a match of this regular expression. */
  record LogLine(String pattern) implements Readiness {}

  /** The process ends with this code: it is a task. */
  record Exits(int code) implements Readiness {}
}
