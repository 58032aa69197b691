package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.session.SessionToken;
import io.matapalo.fastpath.session.StoredSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The operation {@code login}: one select, one insert, whatever the customer bought. Whoever has no
 * account waits as long for the refusal as who has one. Nothing of the session stays in the
 * process. Blocks. Thread-safe.
 */
public final class Login {

  private static final int LONGEST_PASSWORD = 200;

  private final AccountRows accounts;
  private final PasswordChecks passwords;
  private final SessionRows sessions;
  private final Duration life;
  private final InstantSource clock;
  private final RandomGenerator secureRandom;

  /**
   * A login.
   *
   * @param life how long a session lives from its last use
   * @param secureRandom makes tokens that nobody can guess
   */
  public Login(
      AccountRows accounts,
      PasswordChecks passwords,
      SessionRows sessions,
      Duration life,
      InstantSource clock,
      RandomGenerator secureRandom) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.life = life;
    this.clock = clock;
    this.secureRandom = secureRandom;
  }

  /** A session just opened, and its token. Immutable. */
  record Opened(SessionToken token, StoredSession session) {}

  Opened run(LoginRequest request, Deadline deadline) throws SQLException {
    check(request);
    Optional<Account> account = find(request);
    Optional<Credential> credential = account.flatMap(Account::credential);
    if (!passwords.isRight(request.password(), credential, deadline)) {
      throw SessionRefusal.badCredentials();
    }
    return open(account.orElseThrow().customer(), deadline);
  }

  private static void check(LoginRequest request) {
    if (request.customerId().isPresent() == request.email().isPresent()) {
      throw Refused.invalid("either customerId or email must be given");
    }
    request.customerId().ifPresent(number -> RequestChecks.positive("customerId", number));
    request.email().ifPresent(email -> RequestChecks.notBlank("email", email));
    int length = request.password().length();
    if (length < 1 || length > LONGEST_PASSWORD) {
      throw Refused.invalid(
          "password must be 1 to " + LONGEST_PASSWORD + " characters, was " + length);
    }
  }

  private Optional<Account> find(LoginRequest request) throws SQLException {
    return request.customerId().isPresent()
        ? accounts.findByNumber(request.customerId().get())
        : accounts.findByEmail(request.email().orElseThrow());
  }

  /**
   * A commit whose answer is lost leaves at worst a session that nobody knows, and that expires.
   */
  private Opened open(StoredSession.Owner customer, Deadline deadline) throws SQLException {
    SessionToken token = SessionToken.next(secureRandom);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant expiresAt = now.plus(life);
    sessions.insert(token.digest(), customer.id(), now, expiresAt, deadline);
    return new Opened(token, new StoredSession(0, customer, now, now, expiresAt));
  }
}
