package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.operation.Refused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The contract's checks of an instruction's values. What could be a card number is not said again.
 * Pure.
 */
final class InstructionChecks {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{4,60}");
  private static final Pattern LIKE_A_CARD_NUMBER = Pattern.compile("[0-9_-]{12,}");
  private static final Pattern LAST_FOUR = Pattern.compile("[0-9]{4}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> FREQUENCIES = Set.of("WEEKLY", "MONTHLY", "YEARLY");
  private static final Set<String> STATUSES = Set.of(Instruction.ACTIVE, "PAUSED");
  private static final BigDecimal MOST = new BigDecimal("9999999.99");
  private static final int PLACES = 2;

  private InstructionChecks() {}

  static Instruction.Card card(InstructionRequest.Card card) {
    require(
        TOKEN.matcher(card.token()).matches()
            && !LIKE_A_CARD_NUMBER.matcher(card.token()).matches(),
        "paymentToken must be the provider's, 4 to 60 letters, digits, _ or -, and no card number");
    require(LAST_FOUR.matcher(card.lastFour()).matches(), "cardLastFour must be 4 digits");
    return new Instruction.Card(card.token(), card.lastFour());
  }

  /** With two places. */
  static BigDecimal amount(Optional<BigDecimal> amount) {
    return amount
        .filter(
            given -> given.signum() > 0 && given.compareTo(MOST) <= 0 && given.scale() <= PLACES)
        .orElseThrow(
            () -> Refused.invalid("amount must be 0.01 to 9999999.99, with two decimals at most"))
        .setScale(PLACES, RoundingMode.UNNECESSARY);
  }

  static void currency(String currency) {
    require(CURRENCY.matcher(currency).matches(), "currency must be 3 capital letters such as EUR");
  }

  static String frequency(String frequency) {
    require(FREQUENCIES.contains(frequency), "frequency must be WEEKLY, MONTHLY or YEARLY");
    return frequency;
  }

  static String status(String status) {
    require(STATUSES.contains(status), "status must be ACTIVE or PAUSED");
    return status;
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw Refused.invalid(message);
    }
  }
}
