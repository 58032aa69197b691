package io.matapalo.testkit.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux lets a sleeping thread oversleep by 50 µs, to wake several at once; that is a third of a
 * delay of 150 µs. A thread may ask for less (proc(5), timerslack_ns). Elsewhere, and where it may
 * not, timers are as exact as they are. Stateless.
 */
final class TimerSlack {
  private static final Logger LOG = LoggerFactory.getLogger(TimerSlack.class);
  private static final Path THIS_THREAD = Path.of("/proc/thread-self");

  private TimerSlack() {}

  static void smallestForThisThread() {
    try {
      Path thread = Files.readSymbolicLink(THIS_THREAD).getFileName();
      Files.write(Path.of("/proc", thread.toString(), "timerslack_ns"), "1".getBytes(US_ASCII));
    } catch (IOException e) {
      LOG.debug("timers keep their slack", e);
    }
  }
}
