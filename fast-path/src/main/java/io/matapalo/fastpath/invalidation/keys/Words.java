package io.matapalo.fastpath.invalidation.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a statement in which a table's name may stand: letters, digits, {@code _} and {@code
 * $}. Immutable.
 *
 * @param text the statement in lower case
 */
public record Words(String text, Set<String> words) {

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}_$]+");

  public static Words of(String statement) {
    String text = lower(statement);
    return new Words(text, Arrays.stream(BETWEEN.split(text)).collect(Collectors.toSet()));
  }

  /** May it mean the table or schema of that name? */
  boolean name(String name) {
    String wanted = lower(name);
    // A name with other characters is a word of its own only within quotes.
    return BETWEEN.matcher(wanted).find() ? text.contains(wanted) : words.contains(wanted);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
