package com.turnstile.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One order with everything its rows say, as a purchase would have written them. Immutable.
 *
 * @param index from 0
 */
record Order(
    int index,
    long createdAt,
    long customerId,
    Programme.Sale sale,
    List<Line> lines,
    String reference,
    String lastFour,
    long subtotal,
    long fees,
    long tax) {

  /** So many tickets of a type. */
  record Line(Programme.Offer offer, int quantity) {
    long cents() {
      return (long) offer.cents() * quantity;
    }
  }

  long total() {
    return subtotal + fees + tax;
  }

  long id() {
    return index + 1L;
  }

  int tickets() {
    int tickets = 0;
    for (Line line : lines) {
      tickets += line.quantity();
    }
    return tickets;
  }

  /** As Turnstile computes it from a request. */
  String digest() {
    StringBuilder text = new StringBuilder().append(customerId).append('|').append(sale.code());
    char before = '|';
    for (Line line : lines) {
      text.append(before).append(line.offer().code()).append('*').append(line.quantity());
      before = ',';
    }
    byte[] bytes = text.append('|').append(lastFour).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
