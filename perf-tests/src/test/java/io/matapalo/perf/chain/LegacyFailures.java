package io.matapalo.perf.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the monolith's log says of requests that ended in an internal error, from some place of the
 * log on. Immutable.
 */
record LegacyFailures(Path log, long from) {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^(?=(?:\\u001B\\[[0-9;]*m)*\\d\\d:\\d\\d:\\d\\d,\\d{3} )");
  private static final String FRONT_END = " SEVERE [com.turnstile.ws.v3.";
  private static final String BACK_END = " SEVERE [com.turnstile.ws.backend.";

  /** From here on. */
  static LegacyFailures fromNowOn(Chain chain) throws IOException {
    Path log = chain.folder().resolve("logs/legacy.log");
    return new LegacyFailures(log, Files.size(log));
  }

  /** One cause a failed request: {@code 1213}, {@code 1205}, or else what the log says. */
  List<String> causes() throws IOException {
    return entries().stream().map(LegacyFailures::cause).toList();
  }

  /** An operation of Checkout fails at its back end, which alone knows why. */
  private List<String> entries() throws IOException {
    byte[] all = Files.readAllBytes(log);
    String text = new String(all, (int) from, all.length - (int) from, UTF_8);
    return ENTRY
        .splitAsStream(text)
        .filter(entry ->
            entry.contains(BACK_END)
                || (entry.contains(FRONT_END) && !entry.contains("CheckoutEndpoint]")))
        .toList();
  }

  private static String cause(String entry) {
    if (entry.contains("Deadlock found when trying to get lock")) {
      return "1213";
    }
    return entry.contains("Lock wait timeout exceeded") ? "1205" : entry;
  }
}
