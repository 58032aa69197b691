package io.matapalo.router.link;

import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Reads drivers' exceptions, with their causes and next exceptions, as failures. A batch may carry
 * several: the one that means most for the transaction counts. Stateless.
 */
public final class Failures {

  private static final int MOST_LINKS = 64;
  private static final int FRAMES_OF_A_DRIVER = 3;
  // Connector/J kills the query, and does not say what the server answered.
  private static final Set<String> CANCELLED =
      Set.of(
          "com.mysql.cj.jdbc.exceptions.MySQLTimeoutException",
          "com.mysql.cj.jdbc.exceptions.MySQLStatementCancelledException");
  private static final int INTERRUPTED = 1317;

  private Failures() {}

  /** What {@code thrown} says; whose it is, is seen by its class or where it was made. */
  public static Failure of(SQLException thrown, Phase phase) {
    return of(thrown, phase, DriverKind.OTHER);
  }

  /** What {@code thrown} says; {@code driver} where the exception does not tell whose it is. */
  public static Failure of(SQLException thrown, Phase phase, DriverKind driver) {
    List<Failure> all = new ArrayList<>();
    for (Throwable link : linksOf(thrown)) {
      if (link instanceof SQLException one) {
        all.add(failure(one, phase));
      }
    }
    Failure most = Collections.min(all, Comparator.comparingInt(Failures::rank));
    return most.driver() == DriverKind.OTHER ? by(driver, most) : most;
  }

  private static Failure by(DriverKind driver, Failure failure) {
    Failure told =
        new Failure(
            driver, failure.vendorCode(), failure.sqlState(), failure.message(), failure.phase());
    return failure.linkLost() ? told.withLinkLost() : told;
  }

  /** What a driver says comes before what a pool says of it; of equals, the first counts. */
  private static int rank(Failure failure) {
    boolean coded = failure.vendorCode() > 0;
    if (concernsTheTransaction(failure)) {
      return failure.driver() != DriverKind.OTHER ? 0 : coded ? 1 : 2;
    }
    return coded ? 3 : 4;
  }

  private static boolean concernsTheTransaction(Failure failure) {
    Verdict inside = Classification.of(failure.in(Phase.IN_TRANSACTION));
    return inside.dooms() || inside.evicts() || inside.mayRunAgain();
  }

  private static Failure failure(SQLException thrown, Phase phase) {
    String state = thrown.getSQLState() == null ? "" : thrown.getSQLState();
    String message = thrown.getMessage() == null ? "" : thrown.getMessage();
    int code =
        CANCELLED.contains(thrown.getClass().getName()) ? INTERRUPTED : thrown.getErrorCode();
    Failure told = new Failure(driverOf(thrown), code, state, message, phase);
    return brokeASocket(thrown) ? told.withLinkLost() : told;
  }

  private static boolean brokeASocket(SQLException thrown) {
    return linksOf(thrown).stream()
        .anyMatch(link ->
            link instanceof SocketException
                || link instanceof SocketTimeoutException
                || link instanceof ClosedChannelException
                || link instanceof SSLException);
  }

  /** MariaDB's driver throws classes of the JDK: then the place where it was made tells. */
  private static DriverKind driverOf(SQLException thrown) {
    DriverKind byClass = driverNamed(thrown.getClass().getName());
    if (byClass != DriverKind.OTHER) {
      return byClass;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES_OF_A_DRIVER); i++) {
      DriverKind byFrame = driverNamed(frames[i].getClassName());
      if (byFrame != DriverKind.OTHER) {
        return byFrame;
      }
    }
    return DriverKind.OTHER;
  }

  private static DriverKind driverNamed(String className) {
    if (className.startsWith("com.mysql.")) {
      return DriverKind.CONNECTOR_J;
    }
    return className.startsWith("org.mariadb.jdbc.")
        ? DriverKind.MARIADB_CONNECTOR_J
        : DriverKind.OTHER;
  }

  /** Itself first, then causes and next exceptions, each once, at most {@value #MOST_LINKS}. */
  private static List<Throwable> linksOf(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> links = new ArrayList<>();
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(thrown);
    while (!open.isEmpty() && links.size() < MOST_LINKS) {
      Throwable link = open.remove();
      if (!seen.add(link)) {
        continue;
      }
      links.add(link);
      if (link.getCause() != null) {
        open.add(link.getCause());
      }
      if (link instanceof SQLException one && one.getNextException() != null) {
        open.add(one.getNextException());
      }
    }
    return links;
  }
}
