package io.matapalo.fastpath.vendors;

import org.jspecify.annotations.Nullable;

/** A vendor did not answer, or not as agreed; whether it did the work is not known. */
public final class VendorUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public VendorUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
