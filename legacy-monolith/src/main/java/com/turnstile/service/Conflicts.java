package com.turnstile.service;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLIntegrityConstraintViolationException;

/** What a failed transaction failed at. Stateless. */
final class Conflicts {

  private Conflicts() {}

  /** Somebody else changed the row since it was read. */
  static boolean isStale(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof OptimisticLockException) {
        return true;
      }
    }
    return false;
  }

  static boolean isDuplicate(Throwable failure, String uniqueKey) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLIntegrityConstraintViolationException violation) {
        String message = violation.getMessage();
        return message != null && message.contains(uniqueKey);
      }
    }
    return false;
  }
}
