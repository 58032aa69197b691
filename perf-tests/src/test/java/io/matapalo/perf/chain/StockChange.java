package io.matapalo.perf.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request did to one ticket type's row of stock. */
record StockChange(int taken, int versionsPassed) {
  private static final Pattern ROW = Pattern.compile("available=(-?\\d+) stock_version=(\\d+) ");

  static List<StockChange> between(List<String> before, List<String> after) {
    List<StockChange> changes = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Matcher was = match(before.get(i));
      Matcher is = match(after.get(i));
      changes.add(new StockChange(number(was, 1) - number(is, 1), number(is, 2) - number(was, 2)));
    }
    return changes;
  }

  private static Matcher match(String row) {
    Matcher matcher = ROW.matcher(row);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a row of stock: " + row);
    }
    return matcher;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
