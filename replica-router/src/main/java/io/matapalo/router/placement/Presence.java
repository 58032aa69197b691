package io.matapalo.router.placement;

/**
 * Whether instances may be placed on a node, over time. A node that was lost has to stay healthy
 * for a while, twice as long after each further loss, so that a node that comes and goes gets no
 * instances back. Immutable; each observation gives the next presence.
 *
 * @param losses losses while in use, less those that time in use took back
 * @param sinceNanos since when the standing holds
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
