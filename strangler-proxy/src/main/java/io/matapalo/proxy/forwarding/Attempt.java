package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.AnswerHeadParser;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One try of a request on one connection, until so much of the answer is here that the client gets
 * some of it. Owns connection and read buffer until {@link #end} or {@link #cancel}. Confined to
 * one I/O thread.
 *
 * <p>A client that gets no byte sends its request again, so that a head alone is not handed over:
 * an upstream may fail right after it, and then the client has to get another answer. A body whose
 * length is known and that fits the buffer is waited for as a whole. It costs no memory, and an
 * upstream that fails within it is no cut answer but a refusal.
 */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final int MAX_INTERIM_ANSWERS = 20;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final Duration NO_ANNOUNCEMENT = Duration.ofDays(1);

  private final OpenRequest request;
  private final UpstreamConnection connection;
  private final RequestSender sender;
  private final Outcome outcome;
  private final AnswerHeadParser parser = new AnswerHeadParser();
  private @Nullable Begun begun;
  private final PooledByteBuffer pooled;
  private int interimAnswers;
  private boolean closed;

  /** Hears once how the try went. */
  interface Outcome {

    /** A final answer begins; the first bytes of its body, if it has any, are in the buffer. */
    void answered(Attempt attempt, AnswerHead head, AnswerBody body);

    /** The connection is of no use to the attempt any more, and fit for another request. */
    void unused(UpstreamConnection connection, Duration announcedIdleLife);

    /** The connection ended before any byte of an answer. The attempt is over. */
    void lost(Attempt attempt);

    /** The connection ended within an answer of which nothing was handed over. It is over. */
    void broken(Attempt attempt, IOException cause);

    /** What came is no answer. The attempt is over. */
    void malformed(Attempt attempt, IOException cause);
  }

  /** A final answer of which the client has seen nothing. */
  private record Begun(AnswerHead head, AnswerBody body) {}

  Attempt(
      OpenRequest request, UpstreamConnection connection, RequestSender sender, Outcome outcome) {
    this.request = request;
    this.connection = connection;
    this.sender = sender;
    this.outcome = outcome;
    this.pooled = request.exchange().getConnection().getByteBufferPool().allocate();
    this.pooled.getBuffer().flip();
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

  /** Whether not one byte of an answer has come. */
  boolean isUnanswered() {
    return parser.isUntouched() && interimAnswers == 0;
  }

  private void read() {
    ConduitStreamSourceChannel source = connection.source();
    ByteBuffer buffer = pooled.getBuffer();
    try {
      while (!closed) {
        // What is there of a body that is waited for stays; a head is parsed as it comes.
        buffer.compact();
        int count = source.read(buffer);
        buffer.flip();
        if (count == 0) {
          return;
        }
        if (count < 0) {
          endOfConnection();
          return;
        }
        request.moved();
        if (parse(buffer) && handOver(buffer)) {
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

  private void endOfConnection() {
    if (begun != null && begun.body().endsWithConnection()) {
      handOver(begun);
      return;
    }
    ended(new IOException("connection ended before the answer did"));
  }

  private void ended(IOException cause) {
    boolean nothingCame = isUnanswered();
    cancel();
    if (nothingCame) {
      LOG.debug("Upstream hung up. instance={}", connection.instance().name());
      outcome.lost(this);
      return;
    }
    outcome.broken(this, cause);
  }

  /** True once the head of the final answer is here. Interim answers are swallowed. */
  private boolean parse(ByteBuffer buffer) throws MalformedAnswerException {
    if (begun != null) {
      return true;
    }
    while (parser.feed(buffer)) {
      AnswerHead head = parser.head();
      if (!head.isInterim()) {
        String method = request.exchange().getRequestMethod().toString();
        begun = new Begun(head, AnswerBody.after(head, method));
        return true;
      }
      if (head.status() == SWITCHING_PROTOCOLS || ++interimAnswers > MAX_INTERIM_ANSWERS) {
        throw new MalformedAnswerException("answer has interim answers nobody asked for");
      }
      parser.reset();
    }
    return false;
  }

  /** True if there is something for the client. */
  private boolean handOver(ByteBuffer buffer) throws MalformedAnswerException {
    Begun answer = Objects.requireNonNull(begun);
    AnswerBody body = answer.body();
    int available = body.available(buffer);
    long length = body.knownLength();
    long wanted = length <= buffer.capacity() ? Math.max(1, length) : 1;
    if (!body.isComplete() && available < wanted) {
      return false;
    }
    handOver(answer);
    return true;
  }

  private void handOver(Begun answer) {
    connection.source().suspendReads();
    outcome.answered(this, answer.head(), answer.body());
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
      outcome.unused(connection, head.announcedIdleLife().orElse(NO_ANNOUNCEMENT));
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
