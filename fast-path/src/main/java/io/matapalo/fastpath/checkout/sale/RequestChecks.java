package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.payments.Card;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The contract's checks 1 to 6, which need nothing but the request, in its order. Pure. */
public final class RequestChecks {

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final int MAX_LINES = 20;
  private static final int MAX_QUANTITY = 10;
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;

  private RequestChecks() {}

  /** What is wrong with the request, if anything. */
  public static Optional<Refusal> firstProblem(PurchaseRequest request) {
    if (!REQUEST_ID.matcher(request.requestId()).matches()) {
      return problem("requestId must be 8 to 64 letters, digits or dashes");
    }
    if (request.customerId() <= 0) {
      return problem("customerId must be positive, was " + request.customerId());
    }
    if (request.eventCode().isBlank()) {
      return problem("eventCode must not be blank");
    }
    return problemOfLines(request.lines()).or(() -> problemOfCard(request.card()));
  }

  private static Optional<Refusal> problemOfLines(List<PurchaseRequest.Line> lines) {
    if (lines.isEmpty() || lines.size() > MAX_LINES) {
      return problem("a purchase has 1 to 20 lines, was " + lines.size());
    }
    Set<String> seen = new HashSet<>();
    for (PurchaseRequest.Line line : lines) {
      if (line.ticketTypeCode().isBlank()) {
        return problem("ticketTypeCode must not be blank");
      }
      if (!seen.add(line.ticketTypeCode())) {
        return problem("ticketTypeCode must not repeat: " + line.ticketTypeCode());
      }
      if (line.quantity() < 1 || line.quantity() > MAX_QUANTITY) {
        return problem("quantity must be 1 to 10, was " + line.quantity());
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> problemOfCard(Card card) {
    if (!card.number().isValid()) {
      return problem("card number must be 12 to 19 digits");
    }
    if (card.expiryMonth() < 1 || card.expiryMonth() > 12) {
      return problem("expiryMonth must be 1 to 12, was " + card.expiryMonth());
    }
    if (card.expiryYear() < FIRST_YEAR || card.expiryYear() > LAST_YEAR) {
      return problem("expiryYear must be 2000 to 2099, was " + card.expiryYear());
    }
    return card.holder().isBlank() ? problem("card holder must not be blank") : Optional.empty();
  }

  private static Optional<Refusal> problem(String message) {
    return Optional.of(Refusal.invalid(message));
  }
}
