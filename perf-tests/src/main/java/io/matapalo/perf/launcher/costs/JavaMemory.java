package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.launcher.demo.DemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM keeps, in MiB.
 *
 * @param liveHeap in use after a full collection
 * @param resident of the whole process, as the kernel sees it
 */
public record JavaMemory(long liveHeap, long resident) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int KIB = 1024;

  /**
   * Asks the JVM with that process id, by the {@code jcmd} of this Java; it collects first.
   *
   * @throws DemoException if it cannot be asked
   */
  public static JavaMemory of(long pid) throws InterruptedException {
    try {
      jcmd(pid, "GC.run");
      long heap = find(USED, jcmd(pid, "GC.heap_info"));
      long resident =
          find(RESIDENT, Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      return new JavaMemory(heap / KIB, resident / KIB);
    } catch (IOException e) {
      throw new DemoException("the memory of process %d is not known".formatted(pid), e);
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %s: %s".formatted(command, printed));
    }
    return printed;
  }

  private static long find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no '%s' in: %s".formatted(pattern, text));
    }
    return Long.parseLong(matcher.group(1));
  }
}
