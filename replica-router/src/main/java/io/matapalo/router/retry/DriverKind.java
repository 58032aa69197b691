package io.matapalo.router.retry;

/** Whose exception it is: one fault comes in different words from different drivers. */
public enum DriverKind {
  CONNECTOR_J,
  MARIADB_CONNECTOR_J,
  OTHER;

  // What MariaDB's driver says when a statement is given to a connection that it knows is closed.
  private static final int MARIADB_IS_CLOSED = 1220;
  // "Invalid transaction termination": MariaDB's driver with several hosts, after a lost link.
  private static final String MARIADB_IN_FLIGHT = "25S03";

  /** Whether the driver lost the server; 08S01 alone does not tell, 1047 and 1053 have it too. */
  boolean saysLinkLost(int vendorCode, String sqlState) {
    boolean ofTheDriver =
        vendorCode <= 0 || (this == MARIADB_CONNECTOR_J && vendorCode == MARIADB_IS_CLOSED);
    boolean ofALink =
        sqlState.startsWith("08") || (this != CONNECTOR_J && sqlState.equals(MARIADB_IN_FLIGHT));
    return ofTheDriver && ofALink;
  }
}
