package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.launcher.demo.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server's processes use, all together: the one that was started and its children. */
public record ProcessMeter(List<Long> pids) {
  private static final Pattern SHARE = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

  public ProcessMeter {
    pids = List.copyOf(pids);
  }

  /** Of the process and those that it has started by now. */
  public static ProcessMeter ofTree(long pid) {
    Stream<Long> children =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
    return new ProcessMeter(Stream.concat(Stream.of(pid), children).toList());
  }

  /** Processor time since their start. */
  public Duration cpu() {
    return pids.stream().map(ProcessorClock::of).reduce(Duration.ZERO, Duration::plus);
  }

  /** Memory in KiB; what processes share is counted once (the kernel's proportional set size). */
  public long memoryKib() {
    return pids.stream().mapToLong(ProcessMeter::memoryKib).sum();
  }

  private static long memoryKib(long pid) {
    try {
      String text = Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
      Matcher share = SHARE.matcher(text);
      if (!share.find()) {
        throw new IOException("no line 'Pss:' in " + text);
      }
      return Long.parseLong(share.group(1));
    } catch (IOException e) {
      throw new DemoException(
          "the memory of process %d is not known: %s".formatted(pid, e.getMessage()), e);
    }
  }
}
