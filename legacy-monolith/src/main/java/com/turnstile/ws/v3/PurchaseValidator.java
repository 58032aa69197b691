package com.turnstile.ws.v3;

import com.turnstile.ws.v3.gen.Card;
import com.turnstile.ws.v3.gen.CheckoutFault;
import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.FaultCode;
import com.turnstile.ws.v3.gen.Purchase;
import com.turnstile.ws.v3.gen.PurchaseLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks that need no database, in the order that the contract gives them. Stateless. */
final class PurchaseValidator {

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{12,19}");
  private static final int MOST_LINES = 20;
  private static final int MOST_TICKETS = 10;

  private PurchaseValidator() {}

  static void validate(Purchase purchase) throws CheckoutFaultMessage {
    if (purchase.getRequestId() == null || !REQUEST_ID.matcher(purchase.getRequestId()).matches()) {
      throw invalid("requestId must be 8 to 64 letters, digits or dashes");
    }
    long customerId = orZero(purchase.getCustomerId());
    if (customerId <= 0) {
      throw invalid("customerId must be positive, was " + customerId);
    }
    if (isBlank(purchase.getEventCode())) {
      throw invalid("eventCode must not be blank");
    }
    validateLines(purchase.getLine());
    validateCard(purchase.getCard());
  }

  static void validateReference(String orderReference) throws CheckoutFaultMessage {
    if (isBlank(orderReference)) {
      throw invalid("orderReference must not be blank");
    }
  }

  static long orZero(Long number) {
    return number == null ? 0 : number;
  }

  static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  private static void validateLines(List<PurchaseLine> lines) throws CheckoutFaultMessage {
    if (lines.isEmpty() || lines.size() > MOST_LINES) {
      throw invalid("a purchase has 1 to " + MOST_LINES + " lines, was " + lines.size());
    }
    Set<String> seen = new HashSet<>();
    for (PurchaseLine line : lines) {
      if (line == null || isBlank(line.getTicketTypeCode())) {
        throw invalid("ticketTypeCode must not be blank");
      }
      if (!seen.add(line.getTicketTypeCode())) {
        throw invalid("ticketTypeCode must not repeat: " + line.getTicketTypeCode());
      }
      int quantity = orZero(line.getQuantity());
      if (quantity < 1 || quantity > MOST_TICKETS) {
        throw invalid("quantity must be 1 to " + MOST_TICKETS + ", was " + quantity);
      }
    }
  }

  private static void validateCard(Card card) throws CheckoutFaultMessage {
    if (card == null
        || card.getNumber() == null
        || !CARD_NUMBER.matcher(card.getNumber()).matches()) {
      throw invalid("card number must be 12 to 19 digits");
    }
    int month = orZero(card.getExpiryMonth());
    if (month < 1 || month > 12) {
      throw invalid("expiryMonth must be 1 to 12, was " + month);
    }
    int year = orZero(card.getExpiryYear());
    if (year < 2000 || year > 2099) {
      throw invalid("expiryYear must be 2000 to 2099, was " + year);
    }
    if (isBlank(card.getHolder())) {
      throw invalid("card holder must not be blank");
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static CheckoutFaultMessage invalid(String message) {
    return fault(FaultCode.INVALID_REQUEST, message);
  }

  static CheckoutFaultMessage fault(FaultCode code, String message) {
    CheckoutFault fault = new CheckoutFault();
    fault.setCode(code);
    fault.setMessage(message);
    return new CheckoutFaultMessage(message, fault);
  }
}
