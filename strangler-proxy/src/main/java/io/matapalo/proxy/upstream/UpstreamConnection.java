package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** A connection to one instance. Confined to the I/O thread that opened it. */
public final class UpstreamConnection {

  private final StreamConnection channel;
  private final Instance instance;
  private boolean reused;
  private long idleSinceMillis;
  private long idleLifeMillis;

  UpstreamConnection(StreamConnection channel, Instance instance) {
    this.channel = channel;
    this.instance = instance;
  }

  /** Who is at the other end. */
  public Instance instance() {
    return instance;
  }

  /** Whether it has served a request before, so that it may be found closed by the other end. */
  public boolean isReused() {
    return reused;
  }

  /** Where to read answers from. */
  public ConduitStreamSourceChannel source() {
    return channel.getSourceChannel();
  }

  /** Where to write requests to. */
  public ConduitStreamSinkChannel sink() {
    return channel.getSinkChannel();
  }

  /** Closes it; harmless if it is closed. */
  public void close() {
    IoUtils.safeClose(channel);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  void becomesIdle(long nowMillis, long lifeMillis) {
    reused = true;
    idleSinceMillis = nowMillis;
    idleLifeMillis = lifeMillis;
  }

  boolean isOutlived(long nowMillis) {
    return nowMillis - idleSinceMillis >= idleLifeMillis;
  }

  /** Whether nothing came while it was idle: no end, no byte. One system call. */
  boolean isQuiet() {
    try {
      return channel.isOpen() && channel.getSourceChannel().read(ByteBuffer.allocate(1)) == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
