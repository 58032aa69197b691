package io.matapalo.driver;

import io.matapalo.recorder.reports.LoopbackAddress;
import io.matapalo.recorder.requests.OperationNames;
import io.matapalo.recorder.requests.PathLabels;
import io.matapalo.recorder.requests.RecordedRequest;
import io.matapalo.router.freshness.MarkSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of a filter, from system properties; bad ones are refused. Thread-safe. */
public final class FilterSettings {

  /** System property: how many paths of plain requests get a label of their own; 0 for none. */
  public static final String PATHS_PROPERTY = "matapalo.recorder.paths";

  /**
   * System property: addresses, with commas, whose requests may ask for the header with the counts;
   * {@code loopback} stands for this machine, an empty value for nobody.
   */
  public static final String HEADER_PROPERTY = "matapalo.recorder.header-for";

  /** System property: the cookie that carries freshness marks; empty for none. */
  public static final String COOKIE_PROPERTY = "matapalo.marks.cookie";

  /** The field that carries freshness marks, both ways, for clients without cookies. */
  public static final String MARK_FIELD = "X-Matapalo-Mark";

  /** The field by which a proxy asks for the counts, and that of the answer. */
  public static final String COUNTS_FIELD = "X-Matapalo-Sql";

  /** The field that joins the hops of one request. */
  public static final String REQUEST_ID_FIELD = "X-Request-Id";

  private static final String ASKED = "please";
  private static final int DEFAULT_PATHS = 200;
  private static final int MOST_PATHS = 400;
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._~+/=:@-]{8,128}");

  private final OperationNames names;
  private final PathLabels paths;
  private final List<String> mayAsk;
  private final String markCookie;

  private FilterSettings(
      OperationNames names, PathLabels paths, List<String> mayAsk, String markCookie) {
    this.names = names;
    this.paths = paths;
    this.mayAsk = mayAsk;
    this.markCookie = markCookie;
  }

  /** What holds when no property is set. */
  public static FilterSettings standard() {
    return new FilterSettings(
        OperationNames.of("", ""),
        new PathLabels(DEFAULT_PATHS),
        List.of("loopback"),
        MarkSettings.DEFAULT_COOKIE);
  }

  /** Refuses values that mean nothing, by name. */
  public static FilterSettings fromSystemProperties() {
    String peers = System.getProperty(HEADER_PROPERTY, "loopback");
    return new FilterSettings(
        OperationNames.fromSystemProperties(),
        new PathLabels(paths(System.getProperty(PATHS_PROPERTY, "" + DEFAULT_PATHS))),
        Arrays.stream(peers.split(",", -1))
            .map(String::trim)
            .filter(peer -> !peer.isEmpty())
            .toList(),
        markCookie(System.getenv("MATAPALO_MARKS_COOKIE")));
  }

  private static String markCookie(@Nullable String ofEnvironment) {
    String otherwise = ofEnvironment == null ? MarkSettings.DEFAULT_COOKIE : ofEnvironment;
    String cookie = System.getProperty(COOKIE_PROPERTY, otherwise);
    return MarkSettings.from(Map.of("marks.cookie", cookie)).cookie();
  }

  /** The cookie that carries freshness marks; empty if none does. */
  public String markCookie() {
    return markCookie;
  }

  private static int paths(String text) {
    boolean number = text.matches("\\d{1,3}");
    if (!number || Integer.parseInt(text) > MOST_PATHS) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d, was '%s'".formatted(PATHS_PROPERTY, MOST_PATHS, text));
    }
    return Integer.parseInt(text);
  }

  /** The label of a request that is no SOAP message; empty when such requests get none. */
  public Optional<String> pathLabel(String method, String path) {
    return paths.of(method, path);
  }

  /** The label of a SOAP message. */
  public static String soapLabel(String path, String element) {
    return PathLabels.ofSoap(path, element);
  }

  /** Whether this request may see what it cost. */
  public boolean answersCounts(@Nullable String asked, String peer) {
    return ASKED.equals(asked)
        && mayAsk.stream()
            .anyMatch(allowed ->
                allowed.equals("loopback") ? LoopbackAddress.matches(peer) : allowed.equals(peer));
  }

  /**
   * The operation that a label stands for, in all this instrument writes.
   *
   * @param requestId as it came; what is absent or malformed joins nothing
   */
  public RecordedRequest open(String label, @Nullable String requestId) {
    return RecordedRequest.open(names, label, usable(requestId));
  }

  /** What is done later for a request of this operation, on another thread. */
  public RecordedRequest continued(String operation, @Nullable String requestId) {
    return RecordedRequest.inner(operation, usable(requestId));
  }

  /** A blank one joins nothing. */
  private static String usable(@Nullable String requestId) {
    return requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : "";
  }
}
