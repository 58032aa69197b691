package io.matapalo.recorder.requests;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels requests that are no SOAP messages {@code METHOD /path}, with whatever looks like the
 * number or id of one thing collapsed. Only the first paths get a label of their own, since paths
 * come from clients. Thread-safe.
 */
public final class PathLabels {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F-]{16,}|(?=[^/]*\\d)[A-Za-z0-9_~+=.%-]{20,}");
  private static final int MAX_DIGITS = 7;
  private static final int MAX_SEGMENTS = 10;
  private static final int MAX_LENGTH = 200;

  private final int limit;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param limit how many labels there may be; 0 for no labels at all
   */
  public PathLabels(int limit) {
    this.limit = limit;
  }

  /** The label of a request; empty when such requests get none. */
  public Optional<String> of(String method, String path) {
    if (limit == 0) {
      return Optional.empty();
    }
    String verb = METHODS.contains(method) ? method : "(method)";
    String label = verb + " " + collapsed(path);
    // Two threads may both pass the check: the limit is one of memory, not an exact number.
    if (known.contains(label) || (known.size() < limit && known.add(label))) {
      return Optional.of(label);
    }
    return Optional.of(verb + " (other paths)");
  }

  /** The label of a SOAP message: only what looks like one person's or thing's is collapsed. */
  public static String ofSoap(String path, String element) {
    return Arrays.stream((path + "#" + element).split("/", -1))
        .map(segment -> isTelling(segment) ? "{id}" : segment)
        .collect(Collectors.joining("/"));
  }

  /** Many digits are a card's or a telephone's number however they are dressed; @ is an address. */
  private static boolean isTelling(String segment) {
    return segment.chars().filter(Character::isDigit).count() > MAX_DIGITS
        || segment.indexOf('@') >= 0
        || segment.contains("%40");
  }

  private static String collapsed(String path) {
    StringBuilder text = new StringBuilder();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      if (i > MAX_SEGMENTS || text.length() > MAX_LENGTH) {
        return text.append("/…").toString();
      }
      text.append('/').append(collapsedSegment(segments[i]));
    }
    return text.isEmpty() ? "/" : text.toString();
  }

  private static String collapsedSegment(String segment) {
    if (NUMBER.matcher(segment).matches()) {
      return "{number}";
    }
    boolean tooLong = segment.length() > MAX_LENGTH;
    return tooLong || isTelling(segment) || ID.matcher(segment).matches() ? "{id}" : segment;
  }
}
