package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.session.SessionToken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions against a real database, on a server of their own whose clock the test moves and which
 * writes last uses behind only when it is told to: by its end.
 */
final class SessionsIT extends StartedTurnstile {

  private static final int HISTORIC = 21;
  private static final String PASSWORD = "<password>curtain-up-2026</password>";
  private static final String UNKNOWN = "there is no session with this token: log in to get one";
  private static final String EXPIRED =
      "the session has expired: log in again to get another token";
  private static final String FLUSH = "(last uses of sessions)";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-01T10:00:00Z"));
  private FastPathServer server;
  private SoapClient clock;

  @BeforeAll
  static void buyALot() throws SQLException {
    stack.update(
        "INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id,"
            + " status, currency, subtotal, fees, tax, total, card_last_four, payment_id,"
            + " authorisation_code, created_at) SELECT CONCAT('T-HISTORY-', id), CONCAT('history-',"
            + " id), REPEAT('0', 64), ?, 1, 'PAID', 'EUR', 100, 5, 5, 110, '1111', 'pay_history',"
            + " 'A1', '2026-05-01' FROM customer WHERE id <= 120",
        HISTORIC);
  }

  @BeforeEach
  void startOneWithAClock() {
    long flushes = StatementCounts.of(FLUSH, client).requests();
    server = serverWithTheClock();
    clock = new SoapClient(server.url());
    // Its first flush comes at its start, before there is any use.
    await().until(() -> StatementCounts.of(FLUSH, client).requests() > flushes);
  }

  @AfterEach
  void stopIt() {
    server.close();
  }

  private FastPathServer serverWithTheClock() {
    return FastPathServer.start(stack.config(), now::get, System::nanoTime);
  }

  @ParameterizedTest
  @CsvSource({
    "<customerId>21</customerId>, 21",
    "<email>customer22@example.org</email>, 22",
    "<customerId> 7 </customerId>, 7"
  })
  void loginIsOneSelectAndOneInsertWhateverWasBought(String who, int customer) throws SQLException {
    assertThat(stack.rows("SELECT COUNT(*) > 100 FROM orders WHERE customer_id = ?", customer))
        .containsExactly(customer == HISTORIC ? "1" : "0");
    StatementCounts before = StatementCounts.of("Sessions.login", clock);

    SoapClient.Answer answer = clock.ask("sessions", "login", who + PASSWORD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(StatementCounts.of("Sessions.login", clock).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 1, 0, 0, 0, 1));
    assertThat(answer.text("token")).matches("[0-9a-f]{64}");
    assertThat(answer.text("customerId")).isEqualTo(String.valueOf(customer));
    assertThat(answer.text("customerName")).isEqualTo("Customer " + customer);
    assertThat(answer.text("createdAt")).isEqualTo("2026-12-01T10:00:00.000Z");
    assertThat(answer.text("lastUsedAt")).isEqualTo("2026-12-01T10:00:00.000Z");
    assertThat(answer.text("expiresAt")).isEqualTo("2026-12-01T10:30:00.000Z");
    assertThat(row(answer.text("token")))
        .containsExactly(customer + "|2026-12-01 10:00:00|2026-12-01 10:00:00|2026-12-01 10:30:00");
  }

  @Test
  void loginByEmailReadsOneCustomer() throws SQLException {
    assertThat(stack.rows("SELECT COUNT(*) > 1500 FROM customer")).containsExactly("1");
    long before = rowsRead();
    clock.ask("sessions", "login", "<email>customer22@example.org</email>" + PASSWORD);
    assertThat(rowsRead() - before).isLessThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<customerId>21</customerId><password>wrong</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<customerId>900000000</customerId><password>curtain-up-2026</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<email>nobody@example.org</email><password>curtain-up-2026</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<email>CUSTOMER22@example.org</email><password>curtain-up-2026</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<email>customer22@example.org </email><password>curtain-up-2026</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<customerId>23</customerId><password>curtain-up-2026</password>",
    "BAD_CREDENTIALS, no active customer with this password, "
        + "<customerId>24</customerId><password>curtain-up-2026</password>",
    "INVALID_REQUEST, either customerId or email must be given, <password>x</password>",
    "INVALID_REQUEST, either customerId or email must be given, <customerId/><email/>",
    "'INVALID_REQUEST', 'customerId must be positive, was 0', <customerId>x</customerId>",
    "'INVALID_REQUEST', 'customerId must be positive, was -1', <customerId>-1</customerId>",
    "INVALID_REQUEST, email must not be blank, <email> </email>",
    "'INVALID_REQUEST', 'password must be 1 to 200 characters, was 0', <customerId>1</customerId>"
  })
  void badLoginIsRefusedWithoutASession(String code, String words, String fields)
      throws SQLException {
    stack.update("UPDATE customer SET status = 'CLOSED' WHERE id = 23");
    stack.update("DELETE FROM customer_credential WHERE customer_id = 24");
    String before = sessions();

    SoapClient.Answer answer = clock.ask("sessions", "login", fields);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("message")).isEqualTo(words);
    assertThat(answer.body()).doesNotContain("curtain-up");
    assertThat(sessions()).isEqualTo(before);
  }

  @Test
  void addressThatSeveralShareIsTheFirstOnes() throws SQLException {
    stack.update("UPDATE customer SET email = 'shared@example.org' WHERE id IN (31, 32)");
    stack.update("UPDATE customer SET email = 'SHARED@example.org' WHERE id = 30");
    String login = "<email>shared@example.org</email>" + PASSWORD;
    assertThat(clock.ask("sessions", "login", login).text("customerId")).isEqualTo("31");

    stack.update("UPDATE customer SET status = 'CLOSED' WHERE id = 31");
    assertThat(clock.ask("sessions", "login", login).text("code")).isEqualTo("BAD_CREDENTIALS");
  }

  @Test
  void reportsTellNeitherPasswordNorToken() {
    SoapClient.Answer opened =
        clock.ask("sessions", "login", "<email>customer22@example.org</email>" + PASSWORD);
    String token = opened.text("token");
    getEvent(header(token, ""));

    for (String report :
        List.of(
            "/matapalo/sql",
            "/matapalo/sql/statements?operation=Sessions.login",
            "/matapalo/sql/statements?operation=(session%20token)",
            "/matapalo/metrics")) {
      assertThat(clock.get(report).body())
          .as(report)
          .isNotEmpty()
          .doesNotContain("curtain-up", "customer22", token, SessionToken.of(token).digest());
    }
  }

  @Test
  void keepAliveProlongsAndLogoutEnds() throws SQLException {
    String token = login();
    move(Duration.ofSeconds(40));
    StatementCounts before = StatementCounts.of("Sessions.keepAlive", clock);
    SoapClient.Answer kept = clock.ask("sessions", "keepAlive", token(" " + token + " "));
    assertThat(StatementCounts.of("Sessions.keepAlive", clock).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 0, 1, 0, 0, 1));
    assertThat(kept.text("lastUsedAt")).isEqualTo("2026-12-01T10:00:40.000Z");
    assertThat(kept.text("expiresAt")).isEqualTo("2026-12-01T10:30:40.000Z");
    assertThat(row(token))
        .containsExactly("21|2026-12-01 10:00:00|2026-12-01 10:00:40|2026-12-01 10:30:40");

    move(Duration.ofSeconds(20));
    before = StatementCounts.of("Sessions.logout", clock);
    assertThat(clock.ask("sessions", "logout", token(token)).text("seconds")).isEqualTo("60");
    assertThat(StatementCounts.of("Sessions.logout", clock).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 0, 0, 1, 0, 1));
    assertThat(row(token)).isEmpty();
    for (String operation : List.of("keepAlive", "logout")) {
      SoapClient.Answer ended = clock.ask("sessions", operation, token(token));
      assertThat(ended.text("code")).isEqualTo("UNKNOWN_SESSION");
      assertThat(ended.text("message")).isEqualTo(UNKNOWN);
      assertThat(clock.ask("sessions", operation, token(" ")).text("message"))
          .isEqualTo("token must not be blank");
    }
  }

  @Test
  void sessionExpiresHalfAnHourAfterItsLastUse() throws SQLException {
    String token = login();
    move(Duration.ofMinutes(30).minusMillis(1));
    assertThat(getEvent(header(token, "")).status()).isEqualTo(200);
    move(Duration.ofMinutes(30));
    SoapClient.Answer expired = clock.ask("sessions", "keepAlive", token(token));
    assertThat(expired.text("code")).isEqualTo("SESSION_EXPIRED");
    assertThat(expired.text("message")).isEqualTo(EXPIRED);
    assertThat(row(token)).as("its row stays").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"''", "s:mustUnderstand='1'", "s:mustUnderstand='0' s:actor='urn:other'"})
  void tokenIsOneReadAndWrittenBehind(String attributes) throws SQLException {
    String token = login();
    List<String> opened = row(token);
    StatementCounts before = StatementCounts.of("(session token)", clock);
    StatementCounts event = StatementCounts.of("Events.getEvent", clock);

    move(Duration.ofSeconds(59));
    for (int i = 0; i < 5; i++) {
      assertThat(getEvent(header(token, attributes)).status()).isEqualTo(200);
    }

    assertThat(StatementCounts.of("(session token)", clock).minus(before))
        .isEqualTo(StatementCounts.reads(5));
    assertThat(StatementCounts.of("Events.getEvent", clock).minus(event))
        .isEqualTo(StatementCounts.reads(5));
    assertThat(row(token)).as("nothing is written yet").isEqualTo(opened);
    server.close();
    assertThat(row(token))
        .as("written at the end of the process at the latest")
        .containsExactly("21|2026-12-01 10:00:00|2026-12-01 10:00:59|2026-12-01 10:30:59");
  }

  /** What kill -9 leaves is what stands in the row: no flush has run yet. */
  @Test
  void killedProcessCostsASessionAtMostTheLag() throws SQLException {
    String token = login();
    for (int use = 1; use <= 60; use++) {
      move(Duration.ofSeconds(use % 7 == 0 ? 200 : 25));
      getEvent(header(token, ""));
      Instant promised = now.get().plus(TurnstileStack.NEVER_FLUSHED.life());
      assertThat(expiresAt(token))
          .isBetween(promised.minus(TurnstileStack.NEVER_FLUSHED.lag()), promised);
    }
    FastPathServer other = serverWithTheClock();
    move(
        TurnstileStack.NEVER_FLUSHED
            .life()
            .minus(TurnstileStack.NEVER_FLUSHED.lag())
            .minusMillis(1));
    try {
      assertThat(new SoapClient(other.url()).ask("sessions", "keepAlive", token(token)).status())
          .as("on another process")
          .isEqualTo(200);
    } finally {
      other.close();
    }
  }

  @Test
  void useAfterAPauseIsWrittenAtOnce() throws SQLException {
    String token = login();
    move(Duration.ofMinutes(10));
    StatementCounts before = StatementCounts.of("(session token)", clock);
    getEvent(header(token, ""));
    assertThat(StatementCounts.of("(session token)", clock).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 0, 1, 0, 0, 1));
    assertThat(expiresAt(token)).isEqualTo(now.get().plus(TurnstileStack.NEVER_FLUSHED.life()));
  }

  @Test
  void unknownOrExpiredTokenIsAFaultOfTheClientBeforeTheOperation() throws SQLException {
    String token = login();
    move(Duration.ofMinutes(31));
    String purchase =
        SoapClient.purchaseBody("it-no-session", 7, "EV-0001", SoapClient.CARD, "VIP", "1");

    assertThat(ask("checkout", header(token, ""), purchase)).isEqualTo(clientFault(EXPIRED));
    assertThat(ask("checkout", header("abc", ""), purchase)).isEqualTo(clientFault(UNKNOWN));
    assertThat(ask("checkout", header("", ""), purchase)).isEqualTo(clientFault(UNKNOWN));
    assertThat(stack.rows("SELECT 1 FROM audit_record WHERE request_id = 'it-no-session'"))
        .isEmpty();
    assertThat(status("it-no-session")).isEmpty();
  }

  @Test
  void requestWithoutATokenIsServedWithoutSqlForIt() {
    StatementCounts before = StatementCounts.of("(session token)", clock);
    assertThat(getEvent("").status()).isEqualTo(200);
    assertThat(StatementCounts.of("(session token)", clock).minus(before).requests()).isZero();
  }

  @Test
  void manyUsesAreWrittenByFewStatements() throws SQLException {
    List<String> tokens = IntStream.range(0, 450).mapToObj(i -> "flush-" + i).toList();
    for (String token : tokens) {
      insert(token, now.get());
    }
    move(Duration.ofSeconds(30));
    tokens.forEach(token -> getEvent(header(token, "")));
    StatementCounts before = StatementCounts.of(FLUSH, client);

    server.close();

    assertThat(StatementCounts.of(FLUSH, client).minus(before))
        .as("one flush, 200 uses a statement, a transaction each")
        .isEqualTo(new StatementCounts(1, 0, 0, 3, 0, 0, 3));
    assertThat(
            stack.rows(
                "SELECT DISTINCT last_used_at, expires_at FROM customer_session"
                    + " WHERE customer_id = 40 AND created_at = '2026-12-01 10:00:00'"))
        .containsExactly("2026-12-01 10:00:30|2026-12-01 10:30:30");
  }

  @Test
  void rowsOfSessionsLongExpiredAreDeletedInBatches() throws SQLException {
    Instant long1 = now.get().minus(Duration.ofHours(25));
    for (int i = 0; i < 1_100; i++) {
      insert("long-" + i, long1);
    }
    insert("yesterday", now.get().minus(Duration.ofHours(24)));
    FastPathServer expiring = serverWithTheClock();
    try {
      await()
          .until(() ->
              stack
                  .rows(
                      "SELECT 1 FROM customer_session WHERE created_at < ?",
                      java.sql.Timestamp.valueOf("2026-11-30 09:30:00"))
                  .isEmpty());
    } finally {
      expiring.close();
    }

    assertThat(clock.ask("sessions", "keepAlive", token("long-1")).text("code"))
        .isEqualTo("UNKNOWN_SESSION");
    assertThat(clock.ask("sessions", "keepAlive", token("yesterday")).text("code"))
        .isEqualTo("SESSION_EXPIRED");
  }

  @Test
  void expiryFindsItsRowsByTheIndex() throws SQLException {
    assertThat(
            stack.rows(
                "EXPLAIN SELECT id FROM customer_session WHERE expires_at < '2026-01-01'"
                    + " ORDER BY expires_at LIMIT 500"))
        .singleElement()
        .asString()
        .contains("|range|")
        .contains("ix_customer_session_expiry");
  }

  @Test
  void sessionsLeaveNeitherThreadNorTimer() {
    login();
    long before = Thread.getAllStackTraces().size();
    IntStream.range(0, 30).forEach(i -> getEvent(header(login(), "")));
    assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo((int) before + 8);
  }

  private void move(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  private String login() {
    return clock.ask("sessions", "login", "<customerId>21</customerId>" + PASSWORD).text("token");
  }

  private SoapClient.Answer getEvent(String header) {
    return clock.ask("events", header, "getEvent", "<eventCode>EV-0001</eventCode>");
  }

  private String ask(String service, String header, String body) {
    SoapClient.Answer answer =
        clock.post(service, SoapClient.envelope(body).replace("<e:Body>", header + "<e:Body>"));
    return answer.status() + answer.body();
  }

  private static String clientFault(String words) {
    return "500<?xml version='1.0' encoding='UTF-8'?><S:Envelope"
        + " xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><S:Fault>"
        + "<faultcode>S:Client</faultcode><faultstring>"
        + words
        + "</faultstring></S:Fault></S:Body></S:Envelope>";
  }

  private static String header(String token, String attributes) {
    return "<e:Header xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><sessionToken"
        + " xmlns='http://turnstile.example/session/v3' "
        + attributes
        + ">\n"
        + token
        + "</sessionToken></e:Header>";
  }

  private static String token(String text) {
    return "<token>" + text + "</token>";
  }

  private static List<String> row(String token) throws SQLException {
    return stack.rows(
        "SELECT customer_id, created_at, last_used_at, expires_at FROM customer_session"
            + " WHERE token_hash = ?",
        SessionToken.of(token).digest());
  }

  private static Instant expiresAt(String token) throws SQLException {
    String row = row(token).getFirst();
    return Instant.parse(row.substring(row.lastIndexOf('|') + 1).replace(' ', 'T') + "Z");
  }

  /** A session of customer 40, opened at a time and never used. */
  private static void insert(String token, Instant at) throws SQLException {
    List<Object> times = new ArrayList<>();
    for (Instant time : List.of(at, at, at.plus(TurnstileStack.NEVER_FLUSHED.life()))) {
      times.add(java.time.LocalDateTime.ofInstant(time, java.time.ZoneOffset.UTC));
    }
    stack.update(
        "INSERT INTO customer_session (token_hash, customer_id, created_at, last_used_at,"
            + " expires_at) VALUES (?, 40, ?, ?, ?)",
        SessionToken.of(token).digest(),
        times.get(0),
        times.get(1),
        times.get(2));
  }

  private static String sessions() throws SQLException {
    return stack.rows("SELECT COUNT(*) FROM customer_session").getFirst();
  }

  private static long rowsRead() throws SQLException {
    String row = stack.rows("SHOW GLOBAL STATUS LIKE 'Rows_read'").getFirst();
    return Long.parseLong(row.substring(row.indexOf('|') + 1));
  }
}
