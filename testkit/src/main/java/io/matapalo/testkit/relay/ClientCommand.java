package io.matapalo.testkit.relay;

/**
 * A command as a client sent it.
 *
 * @param connection number of the connection at its relay, from 1
 * @param code of the protocol: {@link #QUERY}, {@link #EXECUTE} and so on
 * @param text of a query or of a statement to be prepared, up to its first 8,192 bytes; else empty
 */
public record ClientCommand(int connection, int code, String text) {
  public static final int QUIT = 1;
  public static final int QUERY = 3;
  public static final int PING = 14;
  public static final int PREPARE = 22;
  public static final int EXECUTE = 23;

  private static final int LONG_DATA = 24;
  private static final int CLOSE = 25;

  /** Does the server answer it? */
  boolean isAnswered() {
    return code != QUIT && code != LONG_DATA && code != CLOSE;
  }
}
