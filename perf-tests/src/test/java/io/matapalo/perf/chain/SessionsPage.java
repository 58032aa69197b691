package io.matapalo.perf.chain;

import io.matapalo.testkit.ResultPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The page of {@link SessionsProofIT}. Immutable.
 *
 * @param logins asked for, of each side
 * @param threadsOfThisMachine that the kernel gives to all processes together
 */
record SessionsPage(
    int logins, long threadsOfThisMachine, AbandonedLogins legacy, AbandonedLogins fast) {
  private static final List<String> SOURCES =
      List.of(
          "fast-path/src/main/java/io/matapalo/fastpath/session",
          "fast-path/src/main/java/io/matapalo/fastpath/sessions",
          "legacy-monolith/src/main/java/com/turnstile/service",
          "perf-tests/src/test/java/io/matapalo/perf/chain/AbandonedLogins.java");
  private static final Duration ALLOWANCE = Duration.ofDays(30);

  void write(Path root, Instant ended) throws IOException {
    ResultPage page =
        new ResultPage(
            "sessions",
            new ResultPage.Subject(
                "./matapalo prove sessions",
                "%,d logins a side, %d customers with %d orders each, kernel.pid_max %d, defaults otherwise"
                    .formatted(
                        logins,
                        AbandonedLogins.CUSTOMERS,
                        SessionsProofIT.ORDERS,
                        threadsOfThisMachine),
                SOURCES,
                ALLOWANCE));
    page.line(
        "Customers log in, by the wire and with their passwords, and are not heard of again: first with the monolith, then with the fast path. Figures are those of the server's process; before memory is read, its heap is collected.");
    page.line("");
    page.line("| | threads | memory |").line("|---|---|---|");
    page.line("| published, before → after | 15,000 → 45 | 2.1 GB → 85 MB |");
    atTheSameNumber().ifPresent(page::line);
    page.line("");
    page.line(
        "| side | after | threads | resident MB | live heap MB | rows in `customer_session` |");
    page.line("|---|---|---|---|---|---|");
    rows(page, "monolith", legacy);
    rows(page, "fast path", fast);
    page.line("");
    page.line("| side | logins | CPU ms a login, server + database |").line("|---|---|---|");
    page.line("| monolith | %,d | %s |".formatted(legacy.opened(), legacy.cpu()));
    page.line("| fast path | %,d | %s |".formatted(fast.opened(), fast.cpu())).line("");
    page.line(
        "Both count logins after a warm-up of %,d, whose sessions stay too. To make the expiry pass, the test moved the times of all rows back by two days; the fast path's expiry then deleted them, those of the monolith's sessions too."
            .formatted(AbandonedLogins.WARM));
    page.line("").line(end());
    page.write(root, ended);
  }

  /** A row of the greatest number of logins after which both sides were looked at. */
  private Optional<String> atTheSameNumber() {
    return legacy.readings().reversed().stream()
        .flatMap(monolith -> fast.afterAsMany(monolith).map(other -> row(monolith, other)).stream())
        .findFirst();
  }

  private static String row(AbandonedLogins.Reading monolith, AbandonedLogins.Reading fastPath) {
    return "| here after %s, monolith → fast path | %,d → %,d | %,.0f → %,.0f MB resident, %,.0f → %,.0f MB live heap |"
        .formatted(
            monolith.after(),
            monolith.held().threads(),
            fastPath.held().threads(),
            monolith.held().residentMegabytes(),
            fastPath.held().residentMegabytes(),
            monolith.held().liveMegabytes(),
            fastPath.held().liveMegabytes());
  }

  private static void rows(ResultPage page, String side, AbandonedLogins logins) {
    for (AbandonedLogins.Reading reading : logins.readings()) {
      page.line(
          "| %s | %s | %,d | %,.0f | %,.0f | %,d |"
              .formatted(
                  side,
                  reading.after(),
                  reading.held().threads(),
                  reading.held().residentMegabytes(),
                  reading.held().liveMegabytes(),
                  reading.rows()));
    }
  }

  /** Why the monolith's logins ended. */
  private String end() {
    if (legacy.opened() == logins) {
      return "The monolith opened all %,d sessions.".formatted(logins);
    }
    if (legacy.answeredOtherwise() > 0) {
      return "The monolith opened %,d sessions. Of the next logins %,d were answered without one, and the test sent no more."
          .formatted(legacy.opened(), legacy.answeredOtherwise());
    }
    return "The monolith's logins ended after %,d. Each leaves two threads, and the test takes at most three quarters of the %,d that the kernel of this machine has for all processes (`kernel.pid_max`)."
        .formatted(legacy.opened(), threadsOfThisMachine);
  }
}
