package io.matapalo.proxy.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON a request, written by a thread of its own. A request never waits for it: when
 * the disk is slower than the requests, lines are dropped and counted. Lines of one moment are
 * written together, because waking a thread for each would cost more than the line. Thread-safe.
 */
public final class AccessLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int QUEUE = 8_192;
  private static final long MOMENT_NANOS = 50_000_000;
  private static final long END_MILLIS = 2_000;

  private final Path file;
  private final BlockingQueue<AccessEntry> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final AtomicBoolean reopen = new AtomicBoolean();
  private final Thread writer;

  private AccessLog(Path file, ThreadFactory threads) {
    this.file = file;
    this.writer = threads.newThread(this::write);
  }

  /** A log that appends to a file. */
  public static AccessLog to(Path file, ThreadFactory threads) {
    AccessLog log = new AccessLog(file, threads);
    log.writer.start();
    return log;
  }

  /** Logs a request, or drops it if the queue is full. */
  public void add(AccessEntry entry) {
    if (!queue.offer(entry)) {
      dropped.increment();
    }
  }

  /** Lines that were not written. */
  public long dropped() {
    return dropped.sum();
  }

  /** Opens the file anew before the next line, so that it can be moved away first. */
  public void reopen() {
    reopen.set(true);
  }

  private void write() {
    List<AccessEntry> batch = new ArrayList<>();
    boolean goesOn = fill(batch);
    while (!batch.isEmpty()) {
      reopen.set(false);
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        do {
          out.write(lines(batch));
          batch.clear();
          goesOn = goesOn && fill(batch);
        } while (!batch.isEmpty() && !reopen.get());
      } catch (IOException e) {
        // Waits for a request before the next try, so that a full disk sets no pace of its own.
        LOG.error("Access log cannot be written. file={} reason={}", file, e.toString());
        dropped.add(batch.size());
        batch.clear();
        goesOn = goesOn && fill(batch);
      }
    }
  }

  /** Waits for a line and a moment for more. False at the end; the batch has what was left then. */
  private boolean fill(List<AccessEntry> batch) {
    try {
      batch.add(queue.take());
      LockSupport.parkNanos(this, MOMENT_NANOS);
      queue.drainTo(batch);
      return true;
    } catch (InterruptedException e) {
      queue.drainTo(batch);
      return false;
    }
  }

  private static byte[] lines(List<AccessEntry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(json(entry)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode json(AccessEntry entry) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("time", Instant.ofEpochMilli(entry.acceptedMillis()).toString())
        .put("took-ms", entry.tookMillis())
        .put("request-id", entry.asked().requestId())
        .put("client", entry.asked().client())
        .put("method", entry.asked().method())
        .put("path", entry.asked().path())
        .put("protocol", entry.asked().protocol())
        .put("status", entry.ended().status())
        .put("bytes", entry.ended().bytes());
    AccessEntry.Way way = entry.way();
    if (way != null) {
      line.put("operation", way.operation())
          .put("side", way.side())
          .put("cluster", way.cluster())
          .put("instance", way.instance());
    }
    return line;
  }

  /** Writes what is queued, within two seconds. */
  @Override
  public void close() {
    writer.interrupt();
    try {
      writer.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
