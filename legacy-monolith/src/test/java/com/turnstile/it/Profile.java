package com.turnstile.it;

import java.util.Map;

/** How many statements of each kind one operation executes. Immutable. */
record Profile(long selects, long updates, long inserts, long deletes) {

  static Profile of(Map<String, Long> byVerb) {
    return new Profile(
        byVerb.get("select"), byVerb.get("update"), byVerb.get("insert"), byVerb.get("delete"));
  }

  static Profile of(RecordedSql recorded) {
    return new Profile(
        recorded.selects(), recorded.updates(), recorded.inserts(), recorded.deletes());
  }

  /**
   * One warm purchase, as docs/slowness.md has it: the formula there and this one are the same.
   *
   * @param permissions of the customer's role
   * @param feeRules of the event and general ones
   */
  static Profile ofPurchase(int lines, int tickets, int permissions, int feeRules) {
    return new Profile(
        65 + 16 * lines + 2 * tickets + 4 * permissions + feeRules,
        10 + 4 * lines + 2 * tickets,
        4 + lines,
        1);
  }

  long all() {
    return selects + updates + inserts + deletes;
  }
}
