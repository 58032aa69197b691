package io.matapalo.router.link;

import io.matapalo.router.topology.UrlSecrets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a driver throws while it connects, for a caller who may log it. Stateless. */
final class DriverFailure {

  private DriverFailure() {}

  /**
   * The failure itself. If it or a cause of it quotes a secret of the URL, one with the same state,
   * code and trace, whose message has the texts of all causes without the secrets.
   */
  static SQLException withoutSecrets(SQLException failure, String url) {
    UrlSecrets secrets = UrlSecrets.of(url);
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (isTold(one.getMessage(), secrets)) {
        return copy(failure, secrets);
      }
    }
    return failure;
  }

  private static boolean isTold(@Nullable String message, UrlSecrets secrets) {
    return message != null && !secrets.hidden(message).equals(message);
  }

  private static SQLException copy(SQLException failure, UrlSecrets secrets) {
    StringBuilder message = new StringBuilder();
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String text = secrets.hidden(String.valueOf(one.getMessage()));
      if (message.indexOf(text) < 0) {
        message.append(message.isEmpty() ? "" : ": ").append(text);
      }
    }
    SQLException copy =
        new SQLException(message.toString(), failure.getSQLState(), failure.getErrorCode());
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }
}
