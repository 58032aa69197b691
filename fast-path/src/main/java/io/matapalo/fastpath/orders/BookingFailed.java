package io.matapalo.fastpath.orders;

import org.jspecify.annotations.Nullable;

/**
 * An order could not be booked, or it is not known whether it was. The payment stays authorised: a
 * repeat of the request finds the order or books it under the same key.
 */
public final class BookingFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BookingFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
