package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.AnswerHeadParser;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.upstream.ConnectionPool;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One try of a request on one connection, up to the head of the answer. Owns connection and read
 * buffer until {@link #end} or {@link #cancel}. Confined to one I/O thread.
 */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final int MAX_INTERIM_ANSWERS = 20;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final Duration NO_ANNOUNCEMENT = Duration.ofDays(1);

  private final OpenRequest request;
  private final ConnectionPool pool;
  private final UpstreamConnection connection;
  private final RequestSender sender;
  private final Outcome outcome;
  private final AnswerHeadParser parser = new AnswerHeadParser();
  private final PooledByteBuffer pooled;
  private int interimAnswers;
  private boolean closed;

  /** Hears once how the try went. */
  interface Outcome {

    /** A final answer begins; its body starts in {@link Attempt#buffer}. */
    void answered(Attempt attempt, AnswerHead head, AnswerBody body);

    /** The connection ended before any byte of an answer. The attempt is over. */
    void lost(Attempt attempt);

    /** What came is no answer. The attempt is over. */
    void malformed(Attempt attempt, IOException cause);
  }

  Attempt(
      OpenRequest request,
      ConnectionPool pool,
      UpstreamConnection connection,
      RequestSender sender,
      Outcome outcome) {
    this.request = request;
    this.pool = pool;
    this.connection = connection;
    this.sender = sender;
    this.outcome = outcome;
    this.pooled = request.exchange().getConnection().getByteBufferPool().allocate();
  }

  void start() {
    connection.source().getReadSetter().set(_ -> request.guarded(this::read));
    sender.start();
    if (!closed) {
      connection.source().resumeReads();
    }
  }

  UpstreamConnection connection() {
    return connection;
  }

  RequestSender sender() {
    return sender;
  }

  /** Bytes read from the upstream and not used yet. */
  ByteBuffer buffer() {
    return pooled.getBuffer();
  }

  boolean isClosed() {
    return closed;
  }

  private void read() {
    ConduitStreamSourceChannel source = connection.source();
    ByteBuffer buffer = pooled.getBuffer();
    try {
      while (!closed) {
        buffer.clear();
        int count = source.read(buffer);
        if (count == 0) {
          return;
        }
        if (count < 0) {
          ended(new IOException("connection ended within the head of the answer"));
          return;
        }
        buffer.flip();
        if (parse(buffer)) {
          return;
        }
      }
    } catch (MalformedAnswerException e) {
      cancel();
      outcome.malformed(this, e);
    } catch (IOException e) {
      ended(e);
    }
  }

  private void ended(IOException cause) {
    boolean nothingCame = parser.isUntouched() && interimAnswers == 0;
    cancel();
    if (nothingCame) {
      LOG.debug("Upstream hung up. instance={}", connection.instance().name());
      outcome.lost(this);
      return;
    }
    outcome.malformed(this, cause);
  }

  /** True once the final answer was handed over. Interim answers are swallowed. */
  private boolean parse(ByteBuffer buffer) throws MalformedAnswerException {
    while (parser.feed(buffer)) {
      AnswerHead head = parser.head();
      if (!head.isInterim()) {
        connection.source().suspendReads();
        AnswerBody body = AnswerBody.after(head, request.exchange().getRequestMethod().toString());
        outcome.answered(this, head, body);
        return true;
      }
      if (head.status() == SWITCHING_PROTOCOLS || ++interimAnswers > MAX_INTERIM_ANSWERS) {
        throw new MalformedAnswerException("answer has interim answers nobody asked for");
      }
      parser.reset();
    }
    return false;
  }

  /** The answer was read to its end: keeps the connection if both sides are fit for it. */
  void end(AnswerHead head, AnswerBody body) {
    boolean reusable =
        sender.isSent() && body.isComplete() && !buffer().hasRemaining() && head.keepsConnection();
    if (!reusable) {
      cancel();
      return;
    }
    if (letGo()) {
      pool.release(request.thread(), connection, head.announcedIdleLife().orElse(NO_ANNOUNCEMENT));
    }
  }

  /** Stops whatever is going on and closes the connection. Harmless if it is over. */
  void cancel() {
    if (letGo()) {
      connection.close();
    }
  }

  private boolean letGo() {
    if (closed) {
      return false;
    }
    closed = true;
    sender.stop();
    connection.source().suspendReads();
    connection.source().getReadSetter().set(null);
    connection.sink().getWriteSetter().set(null);
    pooled.close();
    return true;
  }
}
