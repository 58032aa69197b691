package io.matapalo.proxy.http2;

import io.netty.buffer.Unpooled;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * Moves the bytes of one connection between its socket and the codec. Confined to one I/O thread.
 *
 * <p>A client that does not take what the proxy sends is not read on, because frames of its own
 * would make the proxy keep ever more for it.
 */
final class FrameSocket {

  private static final Logger LOG = LoggerFactory.getLogger(FrameSocket.class);
  private static final int MOST_UNSENT_BYTES = 256 << 10;

  /** So that one busy client lets the others of its thread go on. */
  private static final int MOST_READS = 16;

  private final SslConnection socket;
  private final FrameChannel frames;
  private final ByteBufferPool buffers;
  private final ClientConnection client;
  private final Set<AnswerSink> awaitingFlush = new LinkedHashSet<>();
  private long flushedBytes;
  private boolean pumping;
  private boolean pumpIsDue;
  private boolean stalled;
  private boolean ending;
  private boolean ended;
  private boolean closed;

  FrameSocket(
      SslConnection socket, FrameChannel frames, ByteBufferPool buffers, ClientConnection client) {
    this.socket = socket;
    this.frames = frames;
    this.buffers = buffers;
    this.client = client;
  }

  /** Reads and writes from now on. */
  void start() {
    socket.getSourceChannel().setReadListener(this::read);
    socket.getSinkChannel().setWriteListener(_ -> pump());
    socket.setCloseListener(_ -> client.lost());
    socket.getSourceChannel().wakeupReads();
    pump();
  }

  private void read(ConduitStreamSourceChannel source) {
    try (PooledByteBuffer pooled = buffers.allocate()) {
      for (int i = 0; i < MOST_READS && !closed; i++) {
        stalled = frames.unsentBytes() > MOST_UNSENT_BYTES && !ending;
        if (stalled) {
          source.suspendReads();
          return;
        }
        ByteBuffer buffer = pooled.getBuffer().clear();
        int count = source.read(buffer);
        if (count < 0) {
          client.lost();
          return;
        }
        if (count == 0) {
          source.resumeReads();
          return;
        }
        feed(buffer.flip());
      }
      if (!closed) {
        source.wakeupReads();
      }
    } catch (IOException e) {
      LOG.debug("Client is gone. reason={}", e.toString());
      client.lost();
    }
  }

  /** What comes after the end of the conversation is read over, so that the end gets through. */
  private void feed(ByteBuffer bytes) {
    if (!ending && frames.isOpen()) {
      frames.writeInbound(Unpooled.copiedBuffer(bytes));
      client.framesCame();
      pump();
    }
  }

  /** Sends what the codec has written, as far as the socket takes it. */
  void pump() {
    if (pumping || closed) {
      return;
    }
    pumping = true;
    try {
      if (frames.isOpen()) {
        frames.flush();
      }
      write(socket.getSinkChannel());
    } catch (IOException e) {
      LOG.debug("Client is gone. reason={}", e.toString());
      client.lost();
    } finally {
      pumping = false;
    }
  }

  private void write(ConduitStreamSinkChannel sink) throws IOException {
    boolean all = frames.writeTo(sink);
    boolean flushed = sink.flush();
    if (flushed) {
      flushedBytes = frames.writtenBytes();
    }
    if (all && flushed) {
      sink.suspendWrites();
      endIfDue(sink);
    } else {
      sink.resumeWrites();
    }
    List.copyOf(awaitingFlush).forEach(this::tell);
    if (stalled && frames.unsentBytes() <= MOST_UNSENT_BYTES) {
      stalled = false;
      socket.getSourceChannel().wakeupReads();
    }
  }

  private void tell(AnswerSink sink) {
    awaitingFlush.remove(sink);
    sink.flushMoved();
  }

  private void endIfDue(ConduitStreamSinkChannel sink) throws IOException {
    if (!frames.isOpen()) {
      ending = true;
    }
    if (ending && !ended) {
      ended = true;
      sink.shutdownWrites();
      if (!sink.flush()) {
        sink.resumeWrites();
      }
      client.saidAll();
    }
  }

  /** Sends soon what the codec has written; once for all that is written until then. */
  void pumpSoon() {
    if (pumpIsDue || pumping || closed) {
      return;
    }
    try {
      pumpIsDue = true;
      socket
          .getIoThread()
          .execute(() -> {
            pumpIsDue = false;
            pump();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("Frames are not sent, the I/O threads end. reason={}", e.toString());
    }
  }

  /** Whether the socket has so many bytes of the connection. */
  boolean isFlushedTo(long bytes) {
    return flushedBytes >= bytes;
  }

  /** Tells this sink when the socket has taken more. */
  void awaitFlush(AnswerSink sink) {
    awaitingFlush.add(sink);
  }

  /** Ends the conversation once all that was written is sent. */
  void end() {
    ending = true;
    pumpSoon();
  }

  void close() {
    if (!closed) {
      closed = true;
      IoUtils.safeClose(socket);
      frames.discard();
      List.copyOf(awaitingFlush).forEach(this::tell);
    }
  }
}
