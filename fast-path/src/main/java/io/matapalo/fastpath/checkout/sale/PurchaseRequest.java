package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.provider.Card;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A purchase as it was sent, valid or not; what was missing is blank, 0 or {@link Card#NONE}. */
public record PurchaseRequest(
    String requestId, long customerId, String eventCode, List<Line> lines, Card card) {

  public PurchaseRequest {
    lines = List.copyOf(lines);
  }

  /** One wanted ticket type. */
  public record Line(String ticketTypeCode, int quantity) {}

  /**
   * What tells two purchases under one request id apart: SHA-256 in lower-case hex over customer,
   * event, lines and the card's last four digits.
   */
  public String digest() {
    String bought =
        lines.stream()
            .map(line -> line.ticketTypeCode() + "*" + line.quantity())
            .collect(Collectors.joining(","));
    String text = customerId + "|" + eventCode + "|" + bought + "|" + card.number().lastFour();
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
