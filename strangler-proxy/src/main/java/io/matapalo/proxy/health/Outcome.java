package io.matapalo.proxy.health;

import java.util.Locale;
import java.util.Set;

/** What an instance made of one request. */
public enum Outcome {
  /** It answered, be it with a fault of the application. */
  GOOD,
  /** It answered with a failure of its own, or with what is no answer. */
  BAD_ANSWER,
  /** It ended the connection, or let the deadline pass, without an answer. */
  NO_ANSWER;

  private static final int INTERNAL_ERROR = 500;

  /** Not Implemented and Version Not Supported speak of the request. */
  private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(501, 505);

  /**
   * What an answer says of the instance that gave it. A SOAP fault comes with status 500 in SOAP
   * 1.1 and 1.2, and is an answer of the application: 500 with an XML body is no failure.
   *
   * @param mediaType the field {@code Content-Type}; empty if there is none
   */
  public static Outcome of(int status, String mediaType) {
    if (status < INTERNAL_ERROR || ABOUT_THE_REQUEST.contains(status)) {
      return GOOD;
    }
    return status == INTERNAL_ERROR && isXml(mediaType) ? GOOD : BAD_ANSWER;
  }

  private static boolean isXml(String mediaType) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/xml")
        || type.startsWith("application/soap+xml")
        || type.startsWith("application/xml")
        || type.startsWith("multipart/related");
  }
}
