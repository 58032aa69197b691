package io.matapalo.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * Turns the answer of HTTP/1.1 that is written here into frames. Confined to one I/O thread.
 *
 * <p>What the windows of the client do not take yet is kept, up to a bound; then writing waits, as
 * it does for a socket. The answer is sent when the socket has taken its last frame.
 */
final class AnswerSink implements StreamSinkConduit, AnswerTranslation.Output {

  private static final int MOST_KEPT_BYTES = 32 << 10;

  private final VirtualConnection owner;
  private final AnswerTranslation answer;
  private int kept;
  private int framesUnderWay;
  private long lastByte;
  private boolean gone;
  private boolean resumed;
  private boolean due;
  private boolean flushing;
  private boolean shutdown;
  private @Nullable WriteReadyHandler handler;

  AnswerSink(VirtualConnection owner, String method) {
    this.owner = owner;
    this.answer = new AnswerTranslation(method, this);
  }

  /** Whether the codec wrote the last byte of the answer. */
  boolean isSent() {
    return answer.isComplete() && framesUnderWay == 0;
  }

  /** Whether the whole answer was handed to the codec. */
  boolean isComplete() {
    return answer.isComplete();
  }

  /** Nobody takes any more of it. */
  void clientLeft() {
    gone = true;
    tell();
  }

  @Override
  public int room() {
    return MOST_KEPT_BYTES - kept;
  }

  @Override
  public void head(Http2Headers fields, VirtualConnection.Part part) {
    owner.send(fields, part, frameOf(0));
  }

  @Override
  public void data(ByteBuf bytes, VirtualConnection.Part part) {
    Frame frame = frameOf(bytes.readableBytes());
    owner.send(bytes, part, frame);
  }

  private Frame frameOf(int count) {
    kept += count;
    framesUnderWay++;
    return new Frame(count);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (answer.isComplete()) {
      throw new IOException("answer goes on behind its end");
    }
    if (gone || shutdown) {
      throw new ClosedChannelException();
    }
    flushing = false;
    int before = source.remaining();
    answer.take(source);
    return before - source.remaining();
  }

  /** One frame that the codec has not let go yet. Confined to one thread. */
  final class Frame {

    private final int bytes;

    private Frame(int bytes) {
      this.bytes = bytes;
    }

    /** The codec wrote it. */
    void isWritten() {
      kept -= bytes;
      framesUnderWay--;
      lastByte = owner.client().takenBytes();
      tell();
    }

    /** The codec will never write it. */
    void isLost() {
      clientLeft();
    }
  }

  /** The socket has taken more. */
  void flushMoved() {
    tell();
  }

  private boolean isFlushed() {
    return framesUnderWay == 0 && owner.client().isFlushedTo(lastByte);
  }

  private boolean isReady() {
    if (gone) {
      return true;
    }
    return (flushing || answer.isComplete()) ? isFlushed() : kept < MOST_KEPT_BYTES;
  }

  private void tell() {
    if (!resumed || due) {
      return;
    }
    if (isReady()) {
      due = true;
      owner.later(this::ready);
    } else if (framesUnderWay == 0) {
      owner.client().awaitFlush(this);
    }
  }

  private void ready() {
    due = false;
    WriteReadyHandler present = handler;
    if (resumed && present != null) {
      boolean told = gone;
      present.writeReady();
      if (!told) {
        tell();
      }
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      if (sources[i].hasRemaining()) {
        written += write(sources[i]);
        if (sources[i].hasRemaining()) {
          break;
        }
      }
    }
    return written;
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    int count = write(source);
    if (!source.hasRemaining()) {
      terminateWrites();
    }
    return count;
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    long count = write(sources, offset, length);
    if (length == 0 || !sources[offset + length - 1].hasRemaining()) {
      terminateWrites();
    }
    return count;
  }

  @Override
  public long transferFrom(FileChannel source, long position, long count) throws IOException {
    return source.transferTo(position, count, new ConduitWritableByteChannel(this));
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer)
      throws IOException {
    return IoUtils.transfer(source, count, throughBuffer, new ConduitWritableByteChannel(this));
  }

  @Override
  public boolean flush() throws IOException {
    owner.client().pump();
    flushing = !isFlushed();
    if (gone && (flushing || !answer.isComplete())) {
      throw new ClosedChannelException();
    }
    if (answer.isComplete() && !flushing) {
      owner.answerIsSent();
    }
    return !flushing;
  }

  /** An answer without any length ends here; any other one has ended, or is cut. */
  @Override
  public void terminateWrites() {
    if (shutdown) {
      return;
    }
    if (!gone) {
      answer.end();
    }
    shutdown = true;
    owner.halfIsClosed();
  }

  @Override
  public void truncateWrites() {
    shutdown = true;
    owner.halfIsClosed();
  }

  @Override
  public boolean isWriteShutdown() {
    return shutdown;
  }

  @Override
  public void resumeWrites() {
    resumed = true;
    tell();
  }

  @Override
  public void suspendWrites() {
    resumed = false;
  }

  @Override
  public void wakeupWrites() {
    resumed = true;
    if (!due) {
      due = true;
      owner.later(this::ready);
    }
  }

  @Override
  public boolean isWriteResumed() {
    return resumed;
  }

  @Override
  public void awaitWritable() {
    throw new UnsupportedOperationException("nobody may wait on an I/O thread");
  }

  @Override
  public void awaitWritable(long time, TimeUnit unit) {
    awaitWritable();
  }

  @Override
  public XnioIoThread getWriteThread() {
    return owner.getIoThread();
  }

  @Override
  public void setWriteReadyHandler(WriteReadyHandler writeReady) {
    handler = writeReady;
  }

  @Override
  public XnioWorker getWorker() {
    return owner.getWorker();
  }
}
