package io.matapalo.proxy.http2;

import io.matapalo.proxy.http2.FieldList.Field;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The bytes of one request as HTTP/1.1 has them. Confined to one I/O thread.
 *
 * <p>What was read makes room in the flow-control window of its stream. So the client sends a body
 * no faster than the upstream takes it, and a stream keeps one window of bytes at most. Behind the
 * request nothing comes until the answer was sent, or the client has gone: then the end comes.
 */
final class RequestSource implements StreamSourceConduit {

  private final VirtualConnection owner;
  private final long bodyLength;
  private final Queue<Piece> pieces = new ArrayDeque<>();
  private long came;
  private boolean bodyEnded;
  private boolean ended;
  private boolean resumed;
  private boolean due;
  private boolean shutdown;
  private @Nullable ReadReadyHandler handler;

  /** Some bytes, and how many of the window they took. */
  private record Piece(ByteBuffer bytes, int ofWindow) {}

  RequestSource(VirtualConnection owner, TranslatedRequest request) {
    this.owner = owner;
    switch (request) {
      case TranslatedRequest.Sound sound -> {
        this.bodyLength = sound.bodyLength();
        text(sound.head());
      }
      case TranslatedRequest.Flawed _ -> this.bodyLength = Long.MAX_VALUE;
    }
  }

  private void text(String latin1) {
    pieces.add(new Piece(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)), 0));
  }

  private boolean isChunked() {
    return bodyLength == TranslatedRequest.CHUNKED;
  }

  /** Takes a part of the body; returns how many bytes of it are not wanted. */
  int take(ByteBuf data) {
    int count = data.readableBytes();
    if (ended || count == 0) {
      return count;
    }
    if (!isChunked() && came + count > bodyLength) {
      breakOff("body is longer than its content-length");
      return count;
    }
    came += count;
    byte[] bytes = new byte[count];
    data.readBytes(bytes);
    if (isChunked()) {
      text(Integer.toHexString(count) + "\r\n");
    }
    pieces.add(new Piece(ByteBuffer.wrap(bytes), count));
    if (isChunked()) {
      text("\r\n");
    }
    tell();
    return 0;
  }

  /** No more of the body comes. */
  void endOfBody() {
    if (bodyEnded) {
      return;
    }
    bodyEnded = true;
    if (ended || bodyLength == Long.MAX_VALUE) {
      return;
    }
    if (isChunked()) {
      text("0\r\n\r\n");
    } else if (came < bodyLength) {
      breakOff("body is shorter than its content-length");
      return;
    }
    tell();
  }

  /** Trailers go nowhere, as those of HTTP/1.1; yet they have to be sound. */
  void takeTrailers(List<Field> fields) {
    Optional<String> flaw = FieldRules.flawOfTrailers(fields);
    if (flaw.isPresent()) {
      breakOff(flaw.get());
      bodyEnded = true;
      return;
    }
    endOfBody();
  }

  /** The request is not what its head said: whoever reads it finds the end before its time. */
  private void breakOff(String what) {
    boolean isReadAsAWhole = !isChunked() && came == bodyLength && pieces.isEmpty();
    owner.isMalformed(
        what,
        isReadAsAWhole
            ? VirtualConnection.Reader.HAS_ALL
            : VirtualConnection.Reader.WAITS_FOR_MORE);
    end();
  }

  /** Whether the client has sent all that it will. */
  boolean isBodyEnded() {
    return bodyEnded;
  }

  /** From now on there is the end to read, and nothing before it. */
  void end() {
    if (!ended) {
      ended = true;
      int unread = pieces.stream().mapToInt(Piece::ofWindow).sum();
      pieces.clear();
      owner.consumed(unread);
      tell();
    }
  }

  private boolean isReadable() {
    return ended || !pieces.isEmpty();
  }

  private void tell() {
    if (resumed && isReadable() && !due) {
      due = true;
      owner.later(this::ready);
    }
  }

  private void ready() {
    due = false;
    ReadReadyHandler present = handler;
    if (!resumed || shutdown || present == null) {
      return;
    }
    boolean told = ended;
    present.readReady();
    if (!told) {
      tell();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (shutdown || ended) {
      return -1;
    }
    int moved = 0;
    int consumed = 0;
    for (Piece next = pieces.peek(); next != null && target.hasRemaining(); next = pieces.peek()) {
      int count = Math.min(next.bytes().remaining(), target.remaining());
      target.put(target.position(), next.bytes(), next.bytes().position(), count);
      target.position(target.position() + count);
      next.bytes().position(next.bytes().position() + count);
      moved += count;
      if (!next.bytes().hasRemaining()) {
        consumed += pieces.remove().ofWindow();
      }
    }
    owner.consumed(consumed);
    return moved;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (targets[i].hasRemaining()) {
        return read(targets[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return IoUtils.transfer(new ConduitReadableByteChannel(this), count, throughBuffer, target);
  }

  @Override
  public void terminateReads() {
    shutdown = true;
    resumed = false;
    end();
    owner.halfIsClosed();
  }

  @Override
  public boolean isReadShutdown() {
    return shutdown;
  }

  @Override
  public void resumeReads() {
    resumed = true;
    tell();
  }

  @Override
  public void suspendReads() {
    resumed = false;
  }

  @Override
  public void wakeupReads() {
    resumed = true;
    if (!due) {
      due = true;
      owner.later(this::ready);
    }
  }

  @Override
  public boolean isReadResumed() {
    return resumed;
  }

  @Override
  public void awaitReadable() {
    throw new UnsupportedOperationException("nobody may wait on an I/O thread");
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) {
    awaitReadable();
  }

  @Override
  public XnioIoThread getReadThread() {
    return owner.getIoThread();
  }

  @Override
  public void setReadReadyHandler(ReadReadyHandler readReady) {
    handler = readReady;
  }

  @Override
  public XnioWorker getWorker() {
    return owner.getWorker();
  }
}
