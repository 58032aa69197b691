package io.matapalo.recorder.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the tokens of a statement in one canonical way, so that statements that differ in values,
 * in the length of an {@code IN} list, in the number of rows of {@code VALUES}, in white space,
 * comments or the case of words read the same. Stateless.
 */
final class SqlNormaliser {

  private static final String LIST = "(...)";
  private static final Set<String> IN_LIST = Set.of("?", ",", "(", ")", "null", "+", "-");
  // Words after which a parenthesis is no argument list.
  private static final Set<String> BEFORE_PARENTHESIS =
      Set.of(
          ("in values value and or xor not from where on as select exists union except intersect all"
                  + " any some set using join by when then else case having distinct between like"
                  + " over into is limit offset with recursive key index")
              .split(" "));
  private static final Set<String> BEFORE_SIGN =
      Set.of(
          ("select where and or not between like in when then else limit offset set values return"
                  + " interval by having on div mod")
              .split(" "));

  private SqlNormaliser() {}

  static String text(List<String> scanned) {
    List<String> tokens = withoutSigns(scanned);
    while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).equals(";")) {
      tokens.remove(tokens.size() - 1);
    }
    return join(withShortLists(tokens));
  }

  /** {@code = -5} and {@code = 5} differ in their value only. */
  private static List<String> withoutSigns(List<String> tokens) {
    List<String> kept = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean sign = token.equals("-") || token.equals("+");
      boolean beforeValue = i + 1 < tokens.size() && tokens.get(i + 1).equals(SqlScanner.VALUE);
      if (!sign || !beforeValue || !mayPrecedeSign(kept)) {
        kept.add(token);
      }
    }
    return kept;
  }

  private static boolean mayPrecedeSign(List<String> before) {
    if (before.isEmpty()) {
      return true;
    }
    String last = before.get(before.size() - 1);
    boolean operand =
        last.equals(SqlScanner.VALUE)
            || last.equals(")")
            || last.startsWith("`")
            || SqlScanner.isNamePart(last.charAt(0));
    return !operand || BEFORE_SIGN.contains(last);
  }

  private static List<String> withShortLists(List<String> tokens) {
    List<String> kept = new ArrayList<>(tokens.size());
    int i = 0;
    while (i < tokens.size()) {
      String token = tokens.get(i);
      kept.add(token);
      i++;
      if (i >= tokens.size() || !tokens.get(i).equals("(")) {
        continue;
      }
      if (token.equals("in")) {
        i = takeInList(tokens, i, kept);
      } else if (token.equals("values") || token.equals("value")) {
        i = takeRows(tokens, i, kept);
      }
    }
    return kept;
  }

  private static int takeInList(List<String> tokens, int open, List<String> kept) {
    int after = afterGroup(tokens, open);
    List<String> group = tokens.subList(open, after);
    if (!IN_LIST.containsAll(group)) {
      return open;
    }
    kept.add(LIST);
    return after;
  }

  /** Each form of a row once, however many rows have it. */
  private static int takeRows(List<String> tokens, int first, List<String> kept) {
    List<List<String>> seen = new ArrayList<>();
    int open = first;
    while (true) {
      int after = afterGroup(tokens, open);
      List<String> row = tokens.subList(open, after);
      if (!seen.contains(row)) {
        if (!seen.isEmpty()) {
          kept.add(",");
        }
        kept.addAll(row);
        seen.add(row);
      }
      boolean more =
          after + 1 < tokens.size()
              && tokens.get(after).equals(",")
              && tokens.get(after + 1).equals("(");
      if (!more) {
        return after;
      }
      open = after + 1;
    }
  }

  /** The place behind the parenthesis that closes the one at {@code open}. */
  private static int afterGroup(List<String> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private static String join(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (String token : tokens) {
      if (!before.isEmpty() && isApart(before, token)) {
        text.append(' ');
      }
      text.append(token);
      before = token;
    }
    return text.toString();
  }

  private static boolean isApart(String before, String token) {
    if (before.equals("(") || before.equals(".")) {
      return false;
    }
    return switch (token) {
      case ",", ")", ";", "." -> false;
      case "(" -> !isCalled(before);
      default -> true;
    };
  }

  private static boolean isCalled(String before) {
    boolean name = before.startsWith("`") || SqlScanner.isNamePart(before.charAt(0));
    return name && !BEFORE_PARENTHESIS.contains(before);
  }
}
