package io.matapalo.proxy.exchange;

import io.matapalo.proxy.answer.WholeAnswer;
import io.matapalo.proxy.patience.ClientWatch;
import io.matapalo.proxy.patience.RequestTime;
import io.matapalo.proxy.soap.SoapVersion;
import io.matapalo.proxy.telemetry.RoutingCounters.Tally;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSourceChannel;

/**
 * The life of one request: its deadline, and what has to be undone if it ends early. A request ends
 * exactly once: answered, refused or aborted. Confined to the I/O thread of its connection.
 *
 * <p>Many events can end a request: the last byte of the answer, the deadline, a client or an
 * upstream that hangs up, a fault in a step. They come in any order, and late ones find a request
 * that is over. So each ending checks {@link #isOver} first and then undoes three things: the step
 * under way, the permit, the place among the open requests. A step that begins something registers
 * how to undo it; the next step replaces that. The I/O thread orders all events, so no lock is
 * needed and a request costs one object here.
 */
public final class OpenRequest {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRequest.class);

  private final HttpServerExchange exchange;
  private final OpenRequests open;
  private final ShortAnswers answers;
  private final RequestTime time;
  private final RequestRecord told = new RequestRecord();

  private final OpenRequests.Neighbours neighbours = new OpenRequests.Neighbours();

  private final Undoing undoing = new Undoing();
  private @Nullable StreamSourceChannel bodyChannel;
  private Optional<ClientWatch> clientWatch = Optional.empty();
  private Optional<SoapVersion> faultVersion = Optional.empty();
  private OptionalInt faultStatus = OptionalInt.empty();
  private Refusal onExpiry = Refusal.TIMEOUT;
  private @Nullable Tally tally;
  private boolean over;
  private boolean gone;
  private boolean timedOut;

  private OpenRequest(
      HttpServerExchange exchange, OpenRequests open, ShortAnswers answers, InstantSource clock) {
    this.exchange = exchange;
    this.open = open;
    this.answers = answers;
    this.time = new RequestTime(exchange.getIoThread(), clock, () -> refuse(onExpiry));
  }

  /** Begins the life of a request; from here on it counts as open, until it ends. */
  public static OpenRequest begin(
      HttpServerExchange exchange, OpenRequests open, ShortAnswers answers, InstantSource clock) {
    OpenRequest request = new OpenRequest(exchange, open, answers, clock);
    open.enter(request);
    return request;
  }

  /** Belongs to {@link OpenRequests}. */
  OpenRequests.Neighbours neighbours() {
    return neighbours;
  }

  /** The exchange as the server knows it. */
  public HttpServerExchange exchange() {
    return exchange;
  }

  /** The one thread on which anything may be done to the request. */
  public XnioIoThread thread() {
    return exchange.getIoThread();
  }

  /** Whether the request has ended, so that a late event has nothing to do. */
  public boolean isOver() {
    return over;
  }

  /** Whether it ends, or has ended, because its deadline passed before an answer began. */
  public boolean isTimedOut() {
    return timedOut;
  }

  /** The channel of the request body; the same at each call. */
  public StreamSourceChannel bodyChannel() {
    if (bodyChannel == null) {
      bodyChannel = exchange.getRequestChannel();
    }
    return bodyChannel;
  }

  /** A refusal is from now on a fault of this SOAP version; of none, one line of text. */
  public void refusesIn(Optional<SoapVersion> version) {
    this.faultVersion = version;
  }

  /**
   * A fault of the server's side has from now on this status: the clients of some operations read
   * the text of no other (SOAP 1.1 §6.2 knows status 500 alone).
   */
  public void faultsWith(OptionalInt status) {
    this.faultStatus = status;
  }

  /**
   * Ends the request from now on when its client goes away. Does nothing as long as the client may
   * still send a part of the body, because whoever reads the body notices the end.
   */
  public void watchClient() {
    if (clientWatch.isEmpty() && exchange.isRequestComplete()) {
      clientWatch = Optional.of(ClientWatch.over(exchange, () -> guarded(this::abort)));
    }
  }

  /** Looks once whether the client is gone, and ends the request if so. True if it is over. */
  public boolean isAbandoned() {
    if (!over) {
      clientWatch.ifPresent(ClientWatch::look);
    }
    return over;
  }

  /** The end of the request is from now on counted here. */
  public void countedIn(Tally routedTo) {
    this.tally = routedTo;
  }

  /** What is known of it for the access log. */
  public RequestRecord told() {
    return told;
  }

  /** What has to be undone at the end. */
  public Undoing undoing() {
    return undoing;
  }

  /**
   * Ends the request unless it is over so long after its acceptance; replaces an earlier deadline.
   */
  public void deadline(Duration afterAcceptance, Refusal onExpiry) {
    this.onExpiry = onExpiry;
    time.limitWhole(afterAcceptance);
  }

  /** Ends the request unless it is over after so long a silence; replaces an earlier deadline. */
  public void silence(Duration atMost, Refusal onExpiry) {
    this.onExpiry = onExpiry;
    time.limitSilence(atMost);
  }

  /** Of a request whose silence is limited, the answer goes on, and may fall silent for so long. */
  public void answerGoesOn(Duration silence) {
    if (time.isOfSilence() && !over) {
      silence(silence, Refusal.TIMEOUT);
    }
  }

  /** Its connection changes to another protocol: of that, only the silence is limited. */
  public void becomesTunnel(Duration silence) {
    clientWatch.ifPresent(ClientWatch::end);
    silence(silence, Refusal.TIMEOUT);
  }

  /** A byte moved, in either direction. */
  public void moved() {
    time.moved();
  }

  /** How long it may take, and when it is looked at. */
  public RequestTime time() {
    return time;
  }

  /** The outermost guard of a listener: a fault of ours ends this request, never the I/O thread. */
  public void guarded(Runnable step) {
    guarded(step, Runnable::run);
  }

  /** The same guard for a step of the pipeline and the state that it starts from. */
  public <S> void guarded(S state, Consumer<S> step) {
    try {
      step.accept(state);
    } catch (RejectedExecutionException e) {
      // Only an I/O thread that ends refuses work: the proxy stops, and the drain time is over.
      LOG.debug("Request is cut off, the I/O threads end. reason={}", e.toString());
      abort();
    } catch (RuntimeException e) {
      LOG.error("Request failed by a fault of the proxy.", e);
      refuse(Refusal.INTERNAL);
    }
  }

  /**
   * To be called before an answer begins: while the proxy stops, the client has to learn that its
   * connection ends, or its next request would be lost.
   */
  public void announceStop() {
    if (open.mode() != OpenRequests.Mode.SERVING) {
      exchange.setPersistent(false);
    }
  }

  /** Ends the request with this answer, or uncleanly if another one has begun. */
  public void refuse(Refusal refusal) {
    if (over) {
      return;
    }
    if (exchange.isResponseStarted()) {
      abort();
      return;
    }
    timedOut = refusal == Refusal.TIMEOUT;
    int status = statusOf(refusal);
    end(status);
    if (tally != null) {
      tally.answered(status);
    }
    answers.refuse(this, refusal, faultVersion, status);
  }

  private int statusOf(Refusal refusal) {
    boolean isFault = faultVersion.isPresent() && refusal.status() >= 500;
    return isFault ? faultStatus.orElse(refusal.status()) : refusal.status();
  }

  /** Ends the request by closing the client's connection, so that no answer can seem complete. */
  public void abort() {
    if (over) {
      return;
    }
    end(0);
    if (tally != null) {
      tally.aborted();
    }
    answers.reset(this);
  }

  /** Ends the request with an answer that the proxy gives by itself. */
  public void answerWith(OwnAnswer answer) {
    if (over) {
      return;
    }
    end(answer.status());
    answers.send(this, answer);
  }

  /** Ends the request with the answer that another one got. */
  public void answerWith(WholeAnswer answer) {
    if (over) {
      return;
    }
    end(answer.status());
    if (tally != null) {
      tally.answered(answer.status());
    }
    answers.send(this, answer);
  }

  /** Ends the request whose answer was sent to its last byte. */
  public void answered() {
    if (over) {
      return;
    }
    end(exchange.getStatusCode());
    answers.lingerIfUnread(this);
  }

  private void end(int status) {
    over = true;
    clientWatch.ifPresent(ClientWatch::end);
    time.end();
    long took = time.tookMillis();
    open.times().took(took);
    if (open.log().isPresent()) {
      open.log().get().add(told.entry(exchange, time.acceptedAtMillis(), took, status));
    }
    undoing.all();
  }

  /** The last byte of the answer was sent, or nothing more will be. Called once or more. */
  void finish() {
    if (!gone) {
      gone = true;
      open.leave(this);
    }
  }
}
