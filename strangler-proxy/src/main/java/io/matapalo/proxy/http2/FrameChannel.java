package io.matapalo.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Runs the codec without a thread or socket of its own: bytes that came are put in, bytes to be
 * sent are kept until the socket takes them. Confined to the I/O thread of one connection.
 *
 * <p>The codec writes data for as long as the channel calls itself writable. So the channel says no
 * while much is kept, and data waits in the streams, each of which keeps little.
 */
final class FrameChannel extends EmbeddedChannel {

  private static final ByteBufAllocator ON_HEAP = new UnpooledByteBufAllocator(false);
  private static final int MUCH_BYTES = 64 << 10;
  private static final int LITTLE_BYTES = 32 << 10;
  private static final int WRITABILITY = 1;

  private final Queue<ByteBuf> unsent = new ArrayDeque<>();
  private long takenBytes;
  private long writtenBytes;

  FrameChannel() {
    super(false, false);
    config().setAllocator(ON_HEAP);
  }

  /** Lets the codec begin. */
  void start(ChannelHandler codec) throws IOException {
    pipeline().addLast(codec);
    try {
      register();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("codec does not start", e);
    }
  }

  @Override
  protected void handleOutboundMessage(Object message) {
    ByteBuf bytes = (ByteBuf) message;
    takenBytes += bytes.readableBytes();
    unsent.add(bytes);
    if (unsentBytes() > MUCH_BYTES) {
      setWritable(false);
    }
  }

  private void setWritable(boolean writable) {
    ChannelOutboundBuffer buffer = unsafe().outboundBuffer();
    if (buffer != null) {
      buffer.setUserDefinedWritability(WRITABILITY, writable);
    }
  }

  /** Bytes that the codec has written, from the beginning of the connection. */
  long takenBytes() {
    return takenBytes;
  }

  /** Those of them that the socket has taken. */
  long writtenBytes() {
    return writtenBytes;
  }

  long unsentBytes() {
    return takenBytes - writtenBytes;
  }

  /** Writes until the socket takes no more; true if nothing is left. */
  boolean writeTo(ConduitStreamSinkChannel socket) throws IOException {
    for (ByteBuf next = unsent.peek(); next != null; next = unsent.peek()) {
      if (next.isReadable()) {
        ByteBuffer bytes = next.nioBuffer();
        int count = socket.write(bytes);
        if (count == 0) {
          return false;
        }
        next.skipBytes(count);
        writtenBytes += count;
      }
      if (!next.isReadable()) {
        unsent.remove().release();
      }
      if (unsentBytes() <= LITTLE_BYTES && !isWritable()) {
        setWritable(true);
        runPendingTasks();
      }
    }
    return true;
  }

  /** Lets go of everything. */
  void discard() {
    var _ = close();
    for (ByteBuf next = unsent.poll(); next != null; next = unsent.poll()) {
      next.release();
    }
  }
}
