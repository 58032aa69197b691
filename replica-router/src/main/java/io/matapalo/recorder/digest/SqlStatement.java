package io.matapalo.recorder.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One statement of a text, as the server will run it. Immutable.
 *
 * @param text without the semicolon behind it
 * @param parameters how many places for values it has
 */
public record SqlStatement(String text, int parameters) {

  /** Blocks of MariaDB outside routines, whose semicolons separate nothing. */
  private static final Set<String> BLOCKS = Set.of("if", "loop", "while", "repeat", "for", "case");

  private static final Set<String> ROUTINES =
      Set.of("procedure", "function", "trigger", "event", "package");

  /** Words behind {@code END} of blocks that are not counted. */
  private static final Set<String> INNER_ENDS = Set.of("if", "loop", "while", "repeat", "for");

  /** Does {@code sql} have one statement at most, by a look that costs next to nothing? */
  public static boolean isAlone(String sql) {
    int semicolon = sql.indexOf(';');
    if (semicolon < 0) {
      return true;
    }
    for (int i = semicolon + 1; i < sql.length(); i++) {
      if (!Character.isWhitespace(sql.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The statements of a text in their order; never empty. Drivers send the text as one where the
   * server allows it, and the server runs one after the other. A semicolon within the body of a
   * routine, or within a block, separates nothing.
   */
  public static List<SqlStatement> of(String sql) {
    SqlScanner scanner = new SqlScanner(sql, sql.length());
    List<String> tokens = scanner.tokens();
    if (!scanner.isReadable() || !tokens.contains(";")) {
      return List.of(new SqlStatement(sql, parameters(sql, scanner, 0, tokens.size())));
    }
    List<SqlStatement> statements = new ArrayList<>();
    int from = 0;
    while (from < tokens.size()) {
      int end = from + length(tokens.subList(from, tokens.size()));
      if (end > from) {
        int last = end < tokens.size() ? scanner.starts().get(end) : sql.length();
        String text = sql.substring(scanner.starts().get(from), last);
        statements.add(new SqlStatement(text, parameters(sql, scanner, from, end)));
      }
      from = end + 1;
    }
    return statements.isEmpty() ? List.of(new SqlStatement(sql, 0)) : List.copyOf(statements);
  }

  private static int parameters(String sql, SqlScanner scanner, int from, int end) {
    int parameters = 0;
    for (int i = from; i < end; i++) {
      parameters += sql.charAt(scanner.starts().get(i)) == '?' ? 1 : 0;
    }
    return parameters;
  }

  /** How many tokens the first statement has, up to its semicolon. */
  private static int length(List<String> tokens) {
    if (BLOCKS.contains(tokens.get(0))) {
      return tokens.size();
    }
    boolean mayHaveBody = hasBody(tokens);
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (depth == 0 && tokens.get(i).equals(";")) {
        return i;
      }
      depth += mayHaveBody ? blocks(tokens, i) : 0;
    }
    return tokens.size();
  }

  private static boolean hasBody(List<String> tokens) {
    if (tokens.get(0).equals("begin")) {
      return tokens.size() > 1 && tokens.get(1).equals("not");
    }
    int head = tokens.indexOf(";");
    return tokens.get(0).equals("create")
        && tokens.subList(0, head < 0 ? tokens.size() : head).stream().anyMatch(ROUTINES::contains);
  }

  /** Blocks that begin (1) or end (-1) with a token; those within {@code BEGIN} need no count. */
  private static int blocks(List<String> tokens, int at) {
    String next = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
    String before = at > 0 ? tokens.get(at - 1) : "";
    return switch (tokens.get(at)) {
      case "begin" -> 1;
      case "case" -> before.equals("end") ? 0 : 1;
      case "end" -> INNER_ENDS.contains(next) ? 0 : -1;
      default -> 0;
    };
  }
}
