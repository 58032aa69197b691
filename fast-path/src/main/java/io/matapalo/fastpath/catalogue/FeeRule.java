package io.matapalo.fastpath.catalogue;

import java.math.BigDecimal;

/** A fee of an event, or of all; {@code amount} is percent or money by kind. */
public record FeeRule(Kind kind, BigDecimal amount) {

  /** How a fee is computed. */
  public enum Kind {
    PERCENT,
    PER_TICKET
  }
}
