package io.matapalo.perf.chain;

import io.matapalo.testkit.binaries.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the stack as an operator sees it on Linux: by proc(5) and jcmd. Immutable. */
record ObservedProcess(ProcessHandle process) {
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");
  private static final double MEGA = 1_000_000;

  /**
   * What a process holds.
   *
   * @param residentBytes of all its memory, thread stacks included
   * @param liveBytes of its heap: what a full collection leaves
   */
  record Held(long threads, long residentBytes, long liveBytes) {
    double residentMegabytes() {
      return residentBytes / MEGA;
    }

    double liveMegabytes() {
      return liveBytes / MEGA;
    }
  }

  /** The Java process of this machine that has that word on its command line. */
  static ObservedProcess java(String word) {
    return new ObservedProcess(
        ProcessHandle.allProcesses()
            .filter(one -> one.info().command().orElse("").endsWith("/java"))
            .filter(one -> words(one).contains(word))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no Java process runs with " + word)));
  }

  /** Java itself tells only the words of the first page of memory. */
  private static List<String> words(ProcessHandle process) {
    try {
      String words = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return List.of(words.split("\0", -1));
    } catch (IOException e) {
      // It has ended since it was listed.
      return List.of();
    }
  }

  /** The process whose number stands in a file. */
  static ObservedProcess ofPidFile(Path file) throws IOException {
    return new ObservedProcess(
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow());
  }

  /** After a full collection, so that resident memory has no dead objects either. */
  Held held() throws IOException {
    long live = liveBytes();
    return new Held(threads(), 1024 * status("VmRSS"), live);
  }

  long threads() throws IOException {
    return status("Threads");
  }

  /** User and system time of all threads since the start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The histogram of jcmd collects first and counts what is left, whatever the collector. */
  private long liveBytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return number(LIVE, Command.of(jcmd, Long.toString(process.pid()), "GC.class_histogram").run());
  }

  private long status(String field) throws IOException {
    return number(
        Pattern.compile("(?m)^" + field + ":\\s+([0-9]+)"),
        Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no %s in %s".formatted(pattern, text));
    }
    return Long.parseLong(matcher.group(1));
  }
}
