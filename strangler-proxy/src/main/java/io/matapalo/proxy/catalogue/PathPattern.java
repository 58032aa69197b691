package io.matapalo.proxy.catalogue;

/**
 * A path in which a segment {@code *} stands for any one segment that is not empty. Matches plain
 * paths only: of all others nobody knows how a server would read their segments. Immutable.
 */
final class PathPattern {

  private static final String ANY = "*";

  private final String[] segments;

  private PathPattern(String[] segments) {
    this.segments = segments;
  }

  static PathPattern of(String path) {
    return new PathPattern(path.split("/", -1));
  }

  /** Whether a segment of this path stands for others. */
  static boolean isPattern(String path) {
    return path.endsWith("/*") || path.contains("/*/");
  }

  boolean matches(String path) {
    if (!PlainPath.isPlain(path)) {
      return false;
    }
    String[] other = path.split("/", -1);
    if (other.length != segments.length) {
      return false;
    }
    for (int i = 0; i < other.length; i++) {
      boolean good = segments[i].equals(ANY) ? !other[i].isEmpty() : segments[i].equals(other[i]);
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /** Whether one path can match both. */
  boolean overlaps(PathPattern other) {
    if (other.segments.length != segments.length) {
      return false;
    }
    for (int i = 0; i < segments.length; i++) {
      boolean either = segments[i].equals(ANY) || other.segments[i].equals(ANY);
      if (!either && !segments[i].equals(other.segments[i])) {
        return false;
      }
    }
    return true;
  }
}
