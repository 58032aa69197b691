package io.matapalo.router.proof.history;

/** What a history can show that it should not. */
public enum Anomaly {
  /** An element was read that nobody appended. */
  UNKNOWN_ELEMENT("an element nobody appended"),
  /** A list was read that has an element twice. */
  DUPLICATE_ELEMENT("an element twice in a list"),
  /** Two reads of a list of which neither is the beginning of the other. */
  INCOMPATIBLE_ORDER("two orders of one list"),
  /** A transaction did not read what it had appended before. */
  OWN_APPEND_MISSED("own append not read"),
  /** A transaction read a list twice and saw an append of another in between. */
  UNREPEATABLE_READ("unrepeatable read (P2)"),
  /** The same within a transaction that only read. */
  UNREPEATABLE_READ_READ_ONLY("unrepeatable read of a read-only transaction"),
  /** A cycle of writes. */
  G0("write cycle (G0)"),
  /** Read what was rolled back. */
  G1A("aborted read (G1a)"),
  /** Read what its writer wrote over in the same transaction. */
  G1B("intermediate read (G1b)"),
  /** A cycle of writes and of reads of them. */
  G1C("circular information flow (G1c)"),
  /** A cycle with one read of what was written over later. */
  G_SINGLE("read skew (G-single)"),
  /** The same, and the transaction that read only read. */
  G_SINGLE_READ_ONLY("read skew of a read-only transaction"),
  /** A cycle with several such reads. */
  G2_ITEM("write skew (G2-item)"),
  /** Read a list and appended to it, and another's append came in between. */
  LOST_UPDATE("lost update (P4)"),
  /** Did not read what had been acknowledged before it began. */
  STALE_READ("stale read"),
  /** Acknowledged and never to be seen. */
  LOST_APPEND("acknowledged append lost");

  private final String text;

  Anomaly(String text) {
    this.text = text;
  }

  /** As tables name it. */
  public String text() {
    return text;
  }
}
