package io.matapalo.proxy.patience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * How long one request may take: as a whole, or until nothing moved for a while. Confined to one
 * I/O thread.
 *
 * <p>A byte that moves only notes the time. One timer looks whether the silence was long enough,
 * and waits for the rest if not, so that a stream costs no timer for each of its pieces. In the
 * same way a later limit keeps the timer of an earlier one.
 */
public final class RequestTime {

  private final XnioIoThread thread;
  private final InstantSource clock;
  private final Runnable onExpiry;
  private final long acceptedAtMillis;
  private XnioExecutor.@Nullable Key timer;
  private long timerAtMillis;
  private long dueAtMillis;
  private long silenceMillis;
  private long movedAtMillis;
  private @Nullable Runnable lookout;
  private long lookAtMillis;

  /**
   * The time of a request that is accepted now; it has no limit yet.
   *
   * @param onExpiry what is done at a limit
   */
  public RequestTime(XnioIoThread thread, InstantSource clock, Runnable onExpiry) {
    this.thread = thread;
    this.clock = clock;
    this.onExpiry = onExpiry;
    this.acceptedAtMillis = clock.millis();
  }

  /** Limits the whole, counted from acceptance; replaces an earlier limit. */
  public void limitWhole(Duration afterAcceptance) {
    silenceMillis = 0;
    limit(acceptedAtMillis + afterAcceptance.toMillis(), clock.millis());
  }

  /** Limits the silence from now on; replaces an earlier limit. */
  public void limitSilence(Duration atMost) {
    silenceMillis = atMost.toMillis();
    moved();
    limit(movedAtMillis + silenceMillis, movedAtMillis);
  }

  private void limit(long atMillis, long nowMillis) {
    this.dueAtMillis = atMillis;
    if (timer != null && timerAtMillis <= atMillis) {
      // The timer that runs is early, and looks how much is left then.
      return;
    }
    stopTimer();
    start(atMillis, nowMillis);
  }

  private void start(long atMillis, long nowMillis) {
    timerAtMillis = atMillis;
    timer =
        thread.executeAfter(this::look, Math.max(1, atMillis - nowMillis), TimeUnit.MILLISECONDS);
  }

  private void look() {
    timer = null;
    long now = silenceMillis > 0 ? clock.millis() : timerAtMillis;
    long due = silenceMillis > 0 ? movedAtMillis + silenceMillis : dueAtMillis;
    if (now >= due) {
      onExpiry.run();
    } else {
      start(due, now);
    }
  }

  /**
   * Calls once, at the first look of the I/O thread after this moment; replaces an earlier call. It
   * costs no timer, because most requests end before.
   */
  public void lookAt(long millis, Runnable onDue) {
    lookAtMillis = millis;
    lookout = onDue;
  }

  /** Whether a call is due. */
  public boolean isDue(long nowMillis) {
    return lookout != null && nowMillis >= lookAtMillis;
  }

  /** Makes the call that is due. */
  public void callDue() {
    Runnable due = lookout;
    lookout = null;
    if (due != null) {
      due.run();
    }
  }

  /** Whether the silence is limited and not the whole. */
  public boolean isOfSilence() {
    return silenceMillis > 0;
  }

  /** A byte moved, in either direction. */
  public void moved() {
    if (silenceMillis > 0) {
      movedAtMillis = clock.millis();
    }
  }

  /** When the request was accepted, in milliseconds of the clock. */
  public long acceptedAtMillis() {
    return acceptedAtMillis;
  }

  /** Milliseconds since then. */
  public long tookMillis() {
    return clock.millis() - acceptedAtMillis;
  }

  /** Milliseconds of the clock by which the time is measured. */
  public long millis() {
    return clock.millis();
  }

  /** No limit any more. */
  public void end() {
    lookout = null;
    stopTimer();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.remove();
      timer = null;
    }
  }
}
