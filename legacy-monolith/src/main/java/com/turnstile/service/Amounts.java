package com.turnstile.service;

import com.turnstile.entity.FeeRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The arithmetic of a purchase: decimals of two places, each step rounded half up. Stateless. */
public final class Amounts {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Amounts() {}

  public static BigDecimal ofLine(BigDecimal unitPrice, int quantity) {
    return round(unitPrice.multiply(BigDecimal.valueOf(quantity)));
  }

  public static BigDecimal fees(List<FeeRule> rules, BigDecimal subtotal, int tickets) {
    BigDecimal sum = round(BigDecimal.ZERO);
    for (FeeRule rule : rules) {
      sum = sum.add(fee(rule.getKind(), rule.getAmount(), subtotal, tickets));
    }
    return sum;
  }

  public static BigDecimal fee(String kind, BigDecimal amount, BigDecimal subtotal, int tickets) {
    return switch (kind) {
      // Exact before the one rounding: a quotient by a hundred always ends.
      case "PERCENT" -> round(subtotal.multiply(amount).divide(HUNDRED));
      case "PER_TICKET" -> round(amount.multiply(BigDecimal.valueOf(tickets)));
      default -> throw new IllegalStateException("unknown kind of fee rule: " + kind);
    };
  }

  public static BigDecimal round(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
