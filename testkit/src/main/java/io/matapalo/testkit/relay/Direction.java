package io.matapalo.testkit.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;

/**
 * One direction of a connection: a thread reads and stamps each piece with the time at which it is
 * due, another waits for that time and writes. Between them lies a bounded queue; when it is full,
 * the sender is held up by TCP. Started once; {@code stop} is thread-safe.
 */
final class Direction {
  static final int CHUNK_BYTES = 16_384;
  static final int MAX_CHUNKS = 256;

  // An end of stream travels as an empty piece, since it is delayed as well.
  private static final byte[] END = new byte[0];

  /** Bytes and the time at which they are due. Never changed. */
  private static final class Chunk {
    private final byte[] bytes;
    private final long dueNanos;

    Chunk(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  private final Socket from;
  private final Socket to;
  private final LongSupplier delayNanos;
  private final Runnable ended;
  private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MAX_CHUNKS);
  private final Thread reader;
  private final Thread writer;

  Direction(Socket from, Socket to, LongSupplier delayNanos, Runnable ended, Runnable broken) {
    this.from = from;
    this.to = to;
    this.delayNanos = delayNanos;
    this.ended = ended;
    String ports = from.getPort() + "-" + to.getPort();
    Thread.Builder.OfPlatform threads = Thread.ofPlatform().daemon();
    this.reader =
        threads.name("relay-read-" + ports).unstarted(() -> Relay.guarded(this::read, broken));
    this.writer =
        threads.name("relay-write-" + ports).unstarted(() -> Relay.guarded(this::write, broken));
  }

  void start() {
    reader.start();
    writer.start();
  }

  void stop() {
    reader.interrupt();
    writer.interrupt();
  }

  private void read() throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    InputStream in = from.getInputStream();
    int length = in.read(buffer);
    while (length >= 0) {
      long due = System.nanoTime() + delayNanos.getAsLong();
      underWay.put(new Chunk(Arrays.copyOf(buffer, length), due));
      length = in.read(buffer);
    }
    underWay.put(new Chunk(END, System.nanoTime() + delayNanos.getAsLong()));
  }

  private void write() throws IOException, InterruptedException {
    PreciseWait wait = new PreciseWait();
    OutputStream out = to.getOutputStream();
    Chunk next = underWay.take();
    while (next.bytes.length > 0) {
      wait.until(next.dueNanos);
      out.write(next.bytes);
      next = underWay.take();
    }
    wait.until(next.dueNanos);
    to.shutdownOutput();
    ended.run();
  }
}
