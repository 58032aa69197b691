package io.matapalo.router.retry;

/**
 * What a driver said, in which phase. Immutable. The message is looked at for the error number
 * inside of 1180, the limit inside of 1105 and 1180 and the option inside of 1290 only, and never
 * shown by this package.
 *
 * @param vendorCode the server's error number; 0 or -1 where the driver itself speaks
 * @param sqlState as the driver gave it; empty if it gave none
 * @param linkLost did the driver lose the server, or find the connection gone?
 */
public record Failure(
    DriverKind driver,
    int vendorCode,
    String sqlState,
    String message,
    Phase phase,
    boolean linkLost) {

  /** One whose driver's code and state together tell whether the link was lost. */
  public Failure(DriverKind driver, int vendorCode, String sqlState, String message, Phase phase) {
    this(driver, vendorCode, sqlState, message, phase, driver.saysLinkLost(vendorCode, sqlState));
  }

  /** The same, in another phase. */
  public Failure in(Phase other) {
    return new Failure(driver, vendorCode, sqlState, message, other, linkLost);
  }

  /** The same, and the link was lost. */
  public Failure withLinkLost() {
    return new Failure(driver, vendorCode, sqlState, message, phase, true);
  }
}
