package io.matapalo.fastpath.session;

/** What became of a token. Immutable. */
public sealed interface SessionStatus {

  /** There is a session, and this is it. */
  record Open(StoredSession session) implements SessionStatus {}

  /** There was one; its row is kept for a while to tell. */
  record Expired() implements SessionStatus {}

  /** There is none: never was, ended by its client, or expired long ago. */
  record Unknown() implements SessionStatus {}
}
