package com.turnstile.service;

import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.transfer.ReserveData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What makes two requests with one request id the same purchase, or the same reservation.
 * Stateless.
 */
public final class RequestDigest {

  private RequestDigest() {}

  public static String of(PurchaseData purchase) {
    return hash(
        purchase.getCustomerId()
            + "|"
            + purchase.getEventCode()
            + "|"
            + lines(purchase.getLines())
            + "|"
            + purchase.getCard().lastFour());
  }

  public static String of(ReserveData wanted) {
    return hash(wanted.customerId() + "|" + wanted.eventCode() + "|" + lines(wanted.lines()));
  }

  private static String lines(List<PurchaseLineData> lines) {
    return lines.stream()
        .map(line -> line.getTicketTypeCode() + "*" + line.getQuantity())
        .collect(Collectors.joining(","));
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
