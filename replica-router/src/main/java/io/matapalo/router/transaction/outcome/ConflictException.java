package io.matapalo.router.transaction.outcome;

import io.matapalo.router.retry.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing was committed, and it will not be tried again. */
public final class ConflictException extends TransactionException {

  private static final long serialVersionUID = 1L;

  /** Why it was not tried once more. */
  public enum Reason {
    /** As often as the policy allows. */
    ATTEMPTS,
    /** The policy's deadline has passed. */
    DEADLINE,
    /** Too many retries of this operation on this node lately. */
    BUDGET,
    /** The thread was interrupted; its flag is set. */
    INTERRUPTED
  }

  private final Reason reason;
  private final int attempts;
  private final Cause[] causes;

  /**
   * @param limit what was used up: the policy's attempts or deadline, or the budget's settings
   * @param causes what ended each attempt
   * @param node of the last attempt
   */
  public ConflictException(
      String operation,
      Reason reason,
      String limit,
      List<Cause> causes,
      String node,
      @Nullable Throwable latest) {
    super(
        ("%s was not committed: %s after %s%s (causes %s), the last one on node %s; "
                + "nothing of it is stored")
            .formatted(
                operation,
                told(reason, limit),
                causes.size(),
                causes.size() == 1 ? " attempt" : " attempts",
                causes,
                node),
        latest);
    this.reason = reason;
    this.attempts = causes.size();
    this.causes = causes.toArray(new Cause[0]);
  }

  /** Why it was not tried once more. */
  public Reason reason() {
    return reason;
  }

  /** How often it was tried. */
  public int attempts() {
    return attempts;
  }

  /** What ended each attempt, in order. */
  public List<Cause> causes() {
    return List.of(causes);
  }

  private static String told(Reason reason, String limit) {
    return switch (reason) {
      case ATTEMPTS -> "its policy's attempts (%s) are used up".formatted(limit);
      case DEADLINE -> "its deadline passed (%s)".formatted(limit);
      case BUDGET ->
          "the retry budget of this operation on the node (%s) is used up".formatted(limit);
      case INTERRUPTED -> "its thread was interrupted";
    };
  }
}
