package io.matapalo.proxy.answer;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * Bytes of one answer that its client has not taken yet, so that a slow client does not hold up the
 * upstream. Bounded for one answer, and for all together. Confined to one I/O thread.
 */
public final class AnswerBuffer {

  private final ByteBufferPool pool;
  private final Budget budget;

  /** What is to be written stands in each from position to limit; only the last is filled. */
  private @Nullable Deque<PooledByteBuffer> pieces;

  /** An empty buffer; it takes memory when it gets bytes. */
  public AnswerBuffer(ByteBufferPool pool, Budget budget) {
    this.pool = pool;
    this.budget = budget;
  }

  /** The memory of all such buffers. Thread-safe. */
  public static final class Budget {

    private final long mostBytesEach;
    private final AtomicLong free;

    /**
     * An unused budget.
     *
     * @param mostBytesEach for one answer; 0 for none
     * @param mostBytes for all answers together
     */
    public Budget(long mostBytesEach, long mostBytes) {
      this.mostBytesEach = mostBytesEach;
      this.free = new AtomicLong(mostBytes);
    }

    private boolean take(long held, int more) {
      return held + more <= mostBytesEach
          && free.getAndUpdate(before -> before < more ? before : before - more) >= more;
    }

    private void giveBack(long bytes) {
      free.addAndGet(bytes);
    }

    /** Bytes that may still be taken. */
    public long free() {
      return free.get();
    }
  }

  /** Whether the client has taken all. */
  public boolean isEmpty() {
    return pieces == null || pieces.isEmpty();
  }

  /** Takes up to so many bytes, and says how many; 0 if there is no room. */
  public int take(ByteBuffer source, int atMost) {
    // Made here, because few answers need it.
    Deque<PooledByteBuffer> kept = pieces == null ? new ArrayDeque<>() : pieces;
    pieces = kept;
    int taken = 0;
    while (taken < atMost) {
      PooledByteBuffer piece = kept.peekLast();
      if (piece == null || isFull(piece)) {
        piece = another(kept);
      }
      if (piece == null) {
        return taken;
      }
      taken += append(piece.getBuffer(), source, atMost - taken);
    }
    return taken;
  }

  private static boolean isFull(PooledByteBuffer piece) {
    return piece.getBuffer().limit() == piece.getBuffer().capacity();
  }

  private @Nullable PooledByteBuffer another(Deque<PooledByteBuffer> kept) {
    int size = pool.getBufferSize();
    if (!budget.take((long) kept.size() * size, size)) {
      return null;
    }
    PooledByteBuffer piece = pool.allocate();
    piece.getBuffer().clear().limit(0);
    kept.addLast(piece);
    return piece;
  }

  private static int append(ByteBuffer piece, ByteBuffer source, int atMost) {
    int end = piece.limit();
    int count = Math.min(atMost, piece.capacity() - end);
    piece.limit(end + count);
    piece.put(end, source, source.position(), count);
    source.position(source.position() + count);
    return count;
  }

  /** Writes what the client takes, and says how many bytes. */
  public long writeTo(StreamSinkChannel client) throws IOException {
    Deque<PooledByteBuffer> kept = pieces;
    long written = 0;
    while (kept != null && !kept.isEmpty()) {
      ByteBuffer piece = kept.getFirst().getBuffer();
      int count = client.write(piece);
      written += count;
      if (count == 0) {
        return written;
      }
      if (!piece.hasRemaining()) {
        dropFirst(kept);
      }
    }
    return written;
  }

  private void dropFirst(Deque<PooledByteBuffer> kept) {
    kept.removeFirst().close();
    budget.giveBack(pool.getBufferSize());
  }

  /** Gives all memory back; nothing is written any more. */
  public void close() {
    Deque<PooledByteBuffer> kept = pieces;
    while (kept != null && !kept.isEmpty()) {
      dropFirst(kept);
    }
  }
}
