package io.matapalo.proxy.catalogue;

/**
 * Paths that can be read in one way only. Any other spelling of an operation's path is never
 * matched, so it goes to legacy, whatever a server behind would make of it.
 */
final class PlainPath {

  private PlainPath() {}

  /** Whether the path has no escape, parameter, back slash, empty or dot segment. */
  public static boolean isPlain(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7F || "%;\\?#".indexOf(c) >= 0) {
        return false;
      }
    }
    return !path.contains("//") && !hasDotSegment(path);
  }

  private static boolean hasDotSegment(String path) {
    return path.contains("/./")
        || path.contains("/../")
        || path.endsWith("/.")
        || path.endsWith("/..");
  }
}
