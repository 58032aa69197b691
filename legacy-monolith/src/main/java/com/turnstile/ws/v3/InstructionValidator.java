package com.turnstile.ws.v3;

import com.turnstile.ws.v3.gen.instructions.Create;
import com.turnstile.ws.v3.gen.instructions.FaultCode;
import com.turnstile.ws.v3.gen.instructions.InstructionsFaultMessage;
import com.turnstile.ws.v3.gen.instructions.Update;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checks of instructions that need no database, in the order that the contract gives them. What
 * could be a card number is not said again. Stateless.
 */
final class InstructionValidator {

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final Pattern PAYMENT_TOKEN = Pattern.compile("[A-Za-z0-9_-]{4,60}");
  private static final Pattern DIGITS_ONLY = Pattern.compile("[0-9_-]{12,}");
  private static final Pattern LAST_FOUR = Pattern.compile("[0-9]{4}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> FREQUENCIES = Set.of("WEEKLY", "MONTHLY", "YEARLY");
  private static final Set<String> STATUSES = Set.of("ACTIVE", "PAUSED");
  private static final BigDecimal MOST = new BigDecimal("9999999.99");

  private InstructionValidator() {}

  static void validate(Create create) throws InstructionsFaultMessage {
    require(
        matches(REQUEST_ID, create.getRequestId()),
        "requestId must be 8 to 64 letters, digits or dashes");
    require(
        create.getCustomerId() != null && create.getCustomerId() > 0,
        "customerId must be positive, was " + create.getCustomerId());
    require(
        matches(PAYMENT_TOKEN, create.getPaymentToken())
            && !matches(DIGITS_ONLY, create.getPaymentToken()),
        "paymentToken must be the provider's, 4 to 60 letters, digits, _ or -, and no card number");
    require(matches(LAST_FOUR, create.getCardLastFour()), "cardLastFour must be 4 digits");
    validate(create.getAmount());
    require(
        matches(CURRENCY, create.getCurrency()), "currency must be 3 capital letters such as EUR");
    validateFrequency(create.getFrequency());
  }

  static void validate(Update update) throws InstructionsFaultMessage {
    reference(update.getReference());
    require(
        update.getVersion() != null && update.getVersion() >= 0,
        "version must be 0 or more, was " + update.getVersion());
    validate(update.getAmount());
    validateFrequency(update.getFrequency());
    require(
        update.getStatus() != null && STATUSES.contains(update.getStatus()),
        "status must be ACTIVE or PAUSED");
  }

  static String reference(String reference) throws InstructionsFaultMessage {
    require(reference != null && !reference.isBlank(), "reference must not be blank");
    return reference;
  }

  private static void validate(BigDecimal amount) throws InstructionsFaultMessage {
    require(
        amount != null && amount.signum() > 0 && amount.compareTo(MOST) <= 0 && amount.scale() <= 2,
        "amount must be 0.01 to 9999999.99, with two decimals at most");
  }

  private static void validateFrequency(String frequency) throws InstructionsFaultMessage {
    require(
        frequency != null && FREQUENCIES.contains(frequency),
        "frequency must be WEEKLY, MONTHLY or YEARLY");
  }

  private static boolean matches(Pattern pattern, String text) {
    return text != null && pattern.matcher(text).matches();
  }

  private static void require(boolean right, String message) throws InstructionsFaultMessage {
    if (!right) {
      throw InstructionsEndpoint.fault(FaultCode.INVALID_REQUEST, message);
    }
  }
}
