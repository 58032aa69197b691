package io.matapalo.fastpath.invalidation.binlog;

import io.matapalo.fastpath.invalidation.keys.Words;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a statement in the log means for caches. Immutable. */
sealed interface Statement {

  /** Begins a transaction. */
  record Begin() implements Statement {}

  /** Ends a transaction, well or not: what is not transactional stays in either case. */
  record End() implements Statement {}

  /** Changes no row: a save point, an account, a look at a table. */
  record Harmless() implements Statement {}

  /** Belongs to a transaction that will be prepared. */
  record StartOfPrepared() implements Statement {}

  /** Ends a prepared transaction, of that name. */
  record EndOfPrepared(String name, boolean committed) implements Statement {}

  /** Defines tables anew, or empties them, by name. */
  record Definition(Words words) implements Statement {}

  /** May change any rows, by triggers, views and routines also those that it does not name. */
  record Opaque() implements Statement {}

  Statement BEGIN = new Begin();
  Statement END = new End();
  Statement HARMLESS = new Harmless();
  Statement OPAQUE = new Opaque();

  // Comments that begin with ! or M! are run.
  Pattern COMMENTS =
      Pattern.compile("^(?:\\s|/\\*(?!!|M!)(?:[^*]|\\*(?!/))*+\\*/|(?:--\\s|#)[^\\n]*(?:\\n|$))+");
  Pattern FIRST_WORD = Pattern.compile("^[A-Za-z]+");
  Pattern PREPARED =
      Pattern.compile("(?is)^XA\\s+(COMMIT|ROLLBACK)\\s+(.*?)(\\s+ONE\\s+PHASE)?\\s*$");

  Set<String> LOOKS =
      Set.of("SAVEPOINT", "RELEASE", "GRANT", "REVOKE", "OPTIMIZE", "CHECK", "FLUSH", "USE");
  // MariaDB runs what follows ANALYZE FORMAT=JSON, and SET STATEMENT … FOR.
  Pattern HARMLESS_FORMS =
      Pattern.compile(
          "(?is)^(ANALYZE\\s+((NO_WRITE_TO_BINLOG|LOCAL)\\s+)?TABLE|SET\\s+(?!STATEMENT\\b))\\b.*");
  Set<String> DEFINITIONS = Set.of("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "REPAIR");

  /** What the text of a statement means. */
  static Statement of(String sql) {
    String text = COMMENTS.matcher(sql).replaceFirst("").strip();
    Matcher word = FIRST_WORD.matcher(text);
    String first = word.find() ? word.group().toUpperCase(Locale.ROOT) : "";
    if (LOOKS.contains(first) || HARMLESS_FORMS.matcher(text).matches()) {
      return HARMLESS;
    }
    if (DEFINITIONS.contains(first)) {
      return new Definition(Words.of(text));
    }
    return switch (first) {
      case "BEGIN", "START" -> BEGIN;
      case "COMMIT" -> END;
      case "ROLLBACK" -> text.toUpperCase(Locale.ROOT).contains(" TO ") ? HARMLESS : END;
      case "XA" -> prepared(text);
      default -> OPAQUE;
    };
  }

  private static Statement prepared(String text) {
    Matcher end = PREPARED.matcher(text);
    return end.find()
        ? new EndOfPrepared(name(end.group(2)), end.group(1).equalsIgnoreCase("COMMIT"))
        : new StartOfPrepared();
  }

  /** As both servers log it, {@code X'6162',X'',1}, whatever the case and the spaces. */
  static String name(String text) {
    return text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }
}
