package io.matapalo.router.placement;

/**
 * Whether instances may be placed on a node, seen over time: one that was lost and answers again
 * has to stay healthy for a while, and for twice as long after each further loss, so that one that
 * comes and goes never gets its instances back. Immutable; each observation gives the next.
 *
 * @param losses how often it was lost while in use, less what time in use has taken back
 * @param sinceNanos when it got its standing
 */
public record Presence(Standing standing, int losses, long sinceNanos) {

  /** How a node stands. */
  public enum Standing {
    /** Never seen healthy: once it is, it is used at once. */
    NEW,
    /** Instances sit on it. */
    IN_USE,
    /** It is not healthy. */
    LOST,
    /** It is healthy and waits; used only if no other is left. */
    RETURNING
  }

  /** A node that nobody has seen healthy. */
  public static final Presence NEW = new Presence(Standing.NEW, 0, 0);

  /** What an observation at {@code nowNanos} makes of it. */
  public Presence seen(boolean healthy, long nowNanos, ReturnPolicy policy) {
    return switch (standing) {
      case NEW -> healthy ? new Presence(Standing.IN_USE, 0, nowNanos) : this;
      case IN_USE ->
          healthy
              ? this
              : new Presence(
                  Standing.LOST, policy.remaining(losses, nowNanos - sinceNanos) + 1, nowNanos);
      case LOST ->
          healthy ? new Presence(Standing.RETURNING, losses, nowNanos).waited(policy) : this;
      case RETURNING -> {
        if (!healthy) {
          yield new Presence(Standing.LOST, losses, nowNanos);
        }
        boolean longEnough = nowNanos - sinceNanos >= policy.waitNanos(losses);
        yield longEnough ? new Presence(Standing.IN_USE, losses, nowNanos) : this;
      }
    };
  }

  private Presence waited(ReturnPolicy policy) {
    return policy.waitNanos(losses) == 0 ? new Presence(Standing.IN_USE, losses, sinceNanos) : this;
  }

  /** Do instances sit on it? */
  public boolean isInUse() {
    return standing == Standing.IN_USE;
  }
}
