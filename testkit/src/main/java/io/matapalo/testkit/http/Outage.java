package io.matapalo.testkit.http;

/** How a service fails. */
public enum Outage {
  /** It works. */
  NONE,
  /** Each request is answered 503. */
  REFUSE,
  /** No request is answered; connections stay open until the other side gives up. */
  HANG,
  /** Each request ends with a closed connection and no answer. */
  DROP
}
