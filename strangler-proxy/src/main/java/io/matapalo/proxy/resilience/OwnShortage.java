package io.matapalo.proxy.resilience;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;

/**
 * Tells a connection that the proxy's own machine could not open from one that the other end did
 * not take: no descriptor, no memory or no local port says nothing of an instance. Stateless.
 */
public final class OwnShortage {

  private OwnShortage() {}

  /**
   * Whether the cause lies on this machine. The JDK has own types for what the other end or the way
   * to it does ({@code ConnectException}, {@code NoRouteToHostException}); it has a {@code
   * BindException} for want of a local port, and the plain {@link SocketException} with the text of
   * the operating system, in any language, for the rest.
   */
  public static boolean isIn(IOException cause) {
    if (cause instanceof BindException) {
      return true;
    }
    String message = String.valueOf(cause.getMessage());
    return cause.getClass() == SocketException.class
        && !message.contains("unreachable")
        && !message.contains("reset");
  }
}
