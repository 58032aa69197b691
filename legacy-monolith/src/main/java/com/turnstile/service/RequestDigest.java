package com.turnstile.service;

import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What makes two requests with one request id the same purchase. Stateless. */
public final class RequestDigest {

  private RequestDigest() {}

  public static String of(PurchaseData purchase) {
    String lines =
        purchase.getLines().stream().map(RequestDigest::line).collect(Collectors.joining(","));
    String text =
        purchase.getCustomerId()
            + "|"
            + purchase.getEventCode()
            + "|"
            + lines
            + "|"
            + purchase.getCard().lastFour();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String line(PurchaseLineData line) {
    return line.getTicketTypeCode() + "*" + line.getQuantity();
  }
}
