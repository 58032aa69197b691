package io.matapalo.fastpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.fastpath.operation.HeaderCheck;
import io.matapalo.fastpath.operation.SoapAnswer;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.fastpath.sessions.SessionRows;
import io.matapalo.fastpath.soap.HeaderBlock;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.router.ReplicaRouter;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Customers who log in and use their sessions by the parts of a fast path, without HTTP, on a fixed
 * number of threads; for tests. Confined to one thread itself.
 */
final class SessionCrowd implements AutoCloseable {

  private static final String PASSWORD = "curtain-up-2026";
  private static final int TOKEN = 32;
  private static final int WORKERS = 8;

  private final Counters counters = new Counters();
  private final ReplicaRouter router;
  private final SessionParts parts;
  private final HeaderCheck header;
  private final SoapService service;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final byte[] login;
  private final byte[] tokens;

  /**
   * A crowd that logs in as one customer, whose password is made a cheap one to check.
   *
   * @param used so many of the sessions can be used: the first ones
   */
  SessionCrowd(TurnstileStack stack, InstantSource clock, long customer, int used)
      throws SQLException, GeneralSecurityException {
    cheapenPassword(stack, customer);
    this.login = login(customer);
    this.tokens = new byte[used * TOKEN];
    FastPathConfig config = stack.config();
    Meters meters = new Metrics(counters, clock, System::nanoTime).meters();
    this.router = ReplicaRouter.create(RouterSettings.of(config));
    Database database = new Database(router.dataSource(), meters);
    this.parts =
        new SessionParts(
            SessionTimes.DEFAULT,
            new SessionRows(database, name -> new RouterTransactions(router, name, counters)),
            clock,
            counters,
            SessionCrowd::deadline);
    RouterStatementLabels labels = new RouterStatementLabels();
    this.header = parts.header(labels);
    this.service =
        new SoapService(
            "Sessions", parts.operations(database), labels, meters, header, SessionCrowd::deadline);
  }

  SessionParts parts() {
    return parts;
  }

  Counters counters() {
    return counters;
  }

  /** That many logins; the tokens of the first are kept, and the others forgotten. */
  void open(int sessions) throws Exception {
    each(sessions, this::openOne);
  }

  /** One use of each of the first sessions. */
  void use(int sessions) throws Exception {
    each(sessions, this::useOne);
  }

  void useOne(int session) {
    String token = HexFormat.of().formatHex(tokens, session * TOKEN, (session + 1) * TOKEN);
    header.check(
        List.of(new HeaderBlock(header.understood().iterator().next(), token)), deadline());
  }

  private void openOne(int session) {
    SoapAnswer answer = service.answer(login);
    String text = UTF_8.decode(answer.body()).toString();
    if (answer.kind() != SoapAnswer.Kind.RESPONSE) {
      throw new AssertionError("no session: " + text);
    }
    if ((session + 1) * TOKEN <= tokens.length) {
      int from = text.indexOf("token>") + "token>".length();
      byte[] token = HexFormat.of().parseHex(text, from, from + 2 * TOKEN);
      System.arraycopy(token, 0, tokens, session * TOKEN, TOKEN);
    }
  }

  private void each(int count, IntConsumer work) throws Exception {
    List<Future<?>> shares = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      int first = worker;
      shares.add(
          workers.submit(() -> {
            for (int i = first; i < count; i += WORKERS) {
              work.accept(i);
            }
          }));
    }
    for (Future<?> share : shares) {
      share.get();
    }
  }

  private static byte[] login(long customer) {
    return """
    <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>\
    <login xmlns="http://turnstile.example/sessions/v3">\
    <customerId>%d</customerId><password>%s</password></login></e:Body></e:Envelope>\
    """
        .formatted(customer, PASSWORD)
        .getBytes(UTF_8);
  }

  private static void cheapenPassword(TurnstileStack stack, long customer)
      throws SQLException, GeneralSecurityException {
    String salt =
        stack
            .rows("SELECT salt FROM customer_credential WHERE customer_id = ?", customer)
            .getFirst();
    PBEKeySpec key =
        new PBEKeySpec(PASSWORD.toCharArray(), HexFormat.of().parseHex(salt), 1, 8 * TOKEN);
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    stack.update(
        "UPDATE customer_credential SET iterations = 1, password_hash = ? WHERE customer_id = ?",
        HexFormat.of().formatHex(hash),
        customer);
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), System::nanoTime);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    router.close();
  }
}
