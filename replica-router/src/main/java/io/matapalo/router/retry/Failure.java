package io.matapalo.router.retry;

/**
 * What a driver said, in which phase. Immutable. The message is looked at for the error number
 * inside of 1180 only, and never shown by this package.
 *
 * @param vendorCode the server's error number; 0 or -1 where the driver lost the server
 * @param sqlState as the driver gave it; empty if it gave none
 */
public record Failure(
    DriverKind driver, int vendorCode, String sqlState, String message, Phase phase) {}
