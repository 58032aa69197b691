package io.matapalo.proxy;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DefaultByteBufferPool;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Buffers that know who took them and did not give them back. Thread-safe. */
final class CountedBuffers implements ByteBufferPool {

  private final DefaultByteBufferPool pool = new DefaultByteBufferPool(true, 16364, 100, 4);
  private final Set<Counted> taken = ConcurrentHashMap.newKeySet();

  /** Fails, with the place where it was taken, if a buffer is missing. */
  void requireAllBack() {
    for (Counted missing : taken) {
      throw new AssertionError(taken.size() + " buffers were not given back", missing.takenAt);
    }
  }

  @Override
  public PooledByteBuffer allocate() {
    Counted buffer = new Counted(pool.allocate(), taken);
    taken.add(buffer);
    return buffer;
  }

  @Override
  public ByteBufferPool getArrayBackedPool() {
    return pool.getArrayBackedPool();
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public int getBufferSize() {
    return pool.getBufferSize();
  }

  @Override
  public boolean isDirect() {
    return pool.isDirect();
  }

  /** One buffer that is out. */
  private static final class Counted implements PooledByteBuffer {

    private final PooledByteBuffer buffer;
    private final Set<Counted> taken;
    private final Throwable takenAt = new Throwable("taken here");

    Counted(PooledByteBuffer buffer, Set<Counted> taken) {
      this.buffer = buffer;
      this.taken = taken;
    }

    @Override
    public ByteBuffer getBuffer() {
      return buffer.getBuffer();
    }

    @Override
    public void close() {
      taken.remove(this);
      buffer.close();
    }

    @Override
    public boolean isOpen() {
      return buffer.isOpen();
    }
  }
}
