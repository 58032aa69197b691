package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.pacing.Deadline;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Checks passwords, a bounded number at once: each takes a processor for milliseconds, and a flood
 * of logins must leave some for everybody else. Blocks. Thread-safe.
 */
public final class PasswordChecks {

  private final Semaphore permits;

  /** At most {@code most} at once; others wait in the order of their coming. */
  public PasswordChecks(int most) {
    this.permits = new Semaphore(most, true);
  }

  /** Whether it is the password; without a credential it never is, and the answer takes as long. */
  boolean isRight(Password password, Optional<Credential> credential, Deadline deadline) {
    acquire(deadline);
    try {
      boolean matches = credential.orElse(Credential.NOBODY).matches(password);
      return matches && credential.isPresent();
    } finally {
      permits.release();
    }
  }

  private void acquire(Deadline deadline) {
    try {
      if (permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("no time was left to check a password");
  }
}
