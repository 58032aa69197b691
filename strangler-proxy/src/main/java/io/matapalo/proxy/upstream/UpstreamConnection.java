package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.answer.AnswerHeadParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** A connection to one instance. Confined to the I/O thread that opened it. */
public final class UpstreamConnection {

  private final StreamConnection channel;
  private final Instance instance;
  private final InstanceConnections owner;
  private final AnswerHeadParser answers = new AnswerHeadParser();
  private final ByteBuffer probe = ByteBuffer.allocate(1);
  private final ChannelListener<ConduitStreamSourceChannel> whileIdle;
  private boolean closed;
  private boolean reused;
  private boolean bound;
  private boolean timed;
  private boolean proven;
  private long idleSinceMillis;
  private long idleLifeMillis;

  UpstreamConnection(StreamConnection channel, Instance instance, InstanceConnections owner) {
    this.channel = channel;
    this.instance = instance;
    this.owner = owner;
    this.whileIdle = _ -> owner.closeUnlessQuiet(this);
  }

  /** Who is at the other end. */
  public Instance instance() {
    return instance;
  }

  InstanceConnections owner() {
    return owner;
  }

  XnioIoThread thread() {
    return channel.getIoThread();
  }

  /** The address at the other end, without port. */
  public String peer() {
    InetSocketAddress address = channel.getPeerAddress(InetSocketAddress.class);
    return address == null ? instance.host() : address.getAddress().getHostAddress();
  }

  /** Whether it has served a request before, so that it may be found closed by the other end. */
  public boolean isReused() {
    return reused;
  }

  /** Whether it belongs to one client, because a login took place on it or may take place. */
  public boolean isBound() {
    return bound;
  }

  /** From now on it belongs to one client and never serves another. */
  public void bind() {
    bound = true;
  }

  /** Where to read answers from. */
  public ConduitStreamSourceChannel source() {
    return channel.getSourceChannel();
  }

  /** Where to write requests to. */
  public ConduitStreamSinkChannel sink() {
    return channel.getSinkChannel();
  }

  /** What reads the heads of its answers, one after the other. */
  public AnswerHeadParser answers() {
    return answers;
  }

  /** The other end had ended it, or spoken on it, although it seemed fit for a request. */
  public void wasUnfit(long nowMillis) {
    owner.wasUnfit(this, nowMillis);
  }

  /** Closes it, so that another may be opened in its place; harmless if it is closed. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    IoUtils.safeClose(channel);
    owner.leavePlace();
  }

  boolean isOpen() {
    return !closed && channel.isOpen();
  }

  /** Tells its owner when anything comes while it is idle. */
  void watch() {
    source().setReadListener(whileIdle);
    source().resumeReads();
  }

  void stopWatching() {
    source().suspendReads();
    source().setReadListener(null);
  }

  void becomesIdle(long nowMillis, long lifeMillis) {
    reused = true;
    idleSinceMillis = nowMillis;
    idleLifeMillis = lifeMillis;
  }

  /** True once: the first time that it becomes idle. */
  boolean needsTimer() {
    boolean needed = !timed;
    timed = true;
    return needed;
  }

  long remainingMillis(long nowMillis) {
    return idleLifeMillis - (nowMillis - idleSinceMillis);
  }

  boolean isOutlived(long nowMillis) {
    return remainingMillis(nowMillis) <= 0;
  }

  /** Whether it was found quiet before, and became idle at most so long ago. */
  boolean isWarm(long nowMillis, long mostMillis) {
    return proven && isOpen() && isIdleAtMost(nowMillis, mostMillis);
  }

  boolean isIdleAtMost(long nowMillis, long mostMillis) {
    return nowMillis - idleSinceMillis <= mostMillis;
  }

  /** Whether nothing came while it was idle: no end, no byte. One system call. */
  boolean isQuiet() {
    try {
      proven = isOpen() && channel.getSourceChannel().read(probe) == 0;
    } catch (IOException e) {
      proven = false;
    }
    return proven;
  }
}
