package io.matapalo.fastpath.vendors;

import org.jspecify.annotations.Nullable;

/** A vendor did not answer, or not as agreed; whether it did the work is not known. */
public final class VendorUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean vendorsFault;

  public VendorUnavailable(String message, @Nullable Throwable cause) {
    this(message, cause, true);
  }

  private VendorUnavailable(String message, @Nullable Throwable cause, boolean vendorsFault) {
    super(message, cause);
    this.vendorsFault = vendorsFault;
  }

  /** The caller did not give the vendor the time that a call may take. */
  static VendorUnavailable givenUp(String message, Throwable cause) {
    return new VendorUnavailable(message, cause, false);
  }

  /** Whether the vendor had its time. */
  boolean isVendorsFault() {
    return vendorsFault;
  }
}
