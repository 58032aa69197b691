package com.turnstile.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A customer with all orders, as a session has them at hand. Immutable. */
public record CustomerCopy(long customerId, String name, String email, List<OrderCopy> orders)
    implements Serializable {

  /** One order. Immutable. */
  public record OrderCopy(
      String reference, String eventName, BigDecimal total, Instant createdAt, List<LineCopy> lines)
      implements Serializable {}

  /** One line of an order. Immutable. */
  public record LineCopy(String ticketType, int quantity, BigDecimal amount)
      implements Serializable {}

  /** The same once more, sharing nothing with this one. */
  // Reads nothing but what it has just written.
  @SuppressWarnings("BanSerializableRead")
  public CustomerCopy deepCopy() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(this);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (CustomerCopy) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("customer " + customerId + " cannot be copied", e);
    }
  }
}
