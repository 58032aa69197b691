package io.matapalo.fastpath;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operation asked the database so far, as the recorder tells. Immutable. */
record StatementCounts(
    long requests, long select, long insert, long update, long delete, long other, long commits) {

  /** So many requests of one select each, and nothing else. */
  static StatementCounts reads(int requests) {
    return new StatementCounts(requests, requests, 0, 0, 0, 0, 0);
  }

  /** Those of an operation such as {@code Checkout.purchase}. */
  static StatementCounts of(String operation, SoapClient client) {
    Matcher matcher =
        Pattern.compile(
                Pattern.quote("{\"operation\":\"" + operation + "\"")
                    + ",\"requests\":(\\d+),\"statements\":\\{\"select\":(\\d+),\"insert\":(\\d+),"
                    + "\"update\":(\\d+),\"delete\":(\\d+),\"other\":(\\d+)},\"commits\":(\\d+)")
            .matcher(client.get("/matapalo/sql").body());
    if (!matcher.find()) {
      return new StatementCounts(0, 0, 0, 0, 0, 0, 0);
    }
    long[] n = new long[8];
    for (int i = 1; i < n.length; i++) {
      n[i] = Long.parseLong(matcher.group(i));
    }
    return new StatementCounts(n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
  }

  StatementCounts minus(StatementCounts before) {
    return new StatementCounts(
        requests - before.requests,
        select - before.select,
        insert - before.insert,
        update - before.update,
        delete - before.delete,
        other - before.other,
        commits - before.commits);
  }
}
