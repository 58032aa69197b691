package io.matapalo.fastpath.checkout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What tells two purchases under one request id apart. Pure. */
final class RequestDigest {

  private RequestDigest() {}

  /** SHA-256 in lower-case hex over customer, event, lines and the card's last four digits. */
  static String of(PurchaseRequest request) {
    String lines =
        request.lines().stream()
            .map(line -> line.ticketTypeCode() + "*" + line.quantity())
            .collect(Collectors.joining(","));
    String text =
        request.customerId()
            + "|"
            + request.eventCode()
            + "|"
            + lines
            + "|"
            + request.card().number().lastFour();
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
