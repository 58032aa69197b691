package io.matapalo.proxy.health;

import io.matapalo.proxy.affinity.Instance;

/**
 * One instance and all that is known of it. Immutable, but for the count, which all versions of one
 * instance share.
 *
 * @param drain whether the operator has taken it out for clients
 */
record Standing(Instance instance, Drain drain, Phase phase, Checked checked, AnswerCount count) {

  /** What the operator wants. */
  enum Drain {
    NO,
    YES
  }

  /**
   * The result of active checks.
   *
   * @param isHealthy by the checks so far
   * @param row probes in a row that say the contrary
   * @param dueMillis when the next probe is due; {@link Long#MAX_VALUE} while one runs
   */
  record Checked(boolean isHealthy, int row, long dueMillis) {}

  static Standing serving(Instance instance, long rampFromMillis) {
    return new Standing(
        instance,
        Drain.NO,
        new Phase.Serving(rampFromMillis),
        new Checked(true, 0, Long.MIN_VALUE),
        new AnswerCount());
  }

  Standing at(Instance other) {
    return new Standing(other, drain, phase, checked, count);
  }

  Standing drained(Drain other) {
    return new Standing(instance, other, phase, checked, count);
  }

  Standing in(Phase other) {
    return new Standing(instance, drain, other, checked, count);
  }

  Standing checkedAs(Checked other) {
    return new Standing(instance, drain, phase, other, count);
  }

  /** The instance with the weight that the operator wants: 0 while it drains. */
  Instance weighed() {
    return drain == Drain.YES ? instance.weighing(0) : instance;
  }

  /** Whether new clients are meant for it. */
  boolean isWanted() {
    return drain == Drain.NO && instance.weight() > 0;
  }

  /** Whether it is thought to serve. */
  boolean isFit() {
    return checked.isHealthy
        && switch (phase) {
          case Phase.Serving _, Phase.Trial _ -> true;
          case Phase.Ejected _, Phase.Probing _ -> false;
        };
  }

  /** One word for operators. */
  String label() {
    if (!checked.isHealthy) {
      return "unhealthy";
    }
    return switch (phase) {
      case Phase.Serving _ -> "serving";
      case Phase.Ejected _ -> "ejected";
      case Phase.Probing _ -> "probing";
      case Phase.Trial _ -> "half-open";
    };
  }
}
