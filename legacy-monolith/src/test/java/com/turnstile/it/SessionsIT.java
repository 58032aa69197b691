package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.service.Secrets;
import com.turnstile.ws.v3.gen.sessions.FaultCode;
import com.turnstile.ws.v3.gen.sessions.KeepAlive;
import com.turnstile.ws.v3.gen.sessions.Login;
import com.turnstile.ws.v3.gen.sessions.LoginResponse;
import com.turnstile.ws.v3.gen.sessions.Logout;
import com.turnstile.ws.v3.gen.sessions.Session;
import com.turnstile.ws.v3.gen.sessions.Sessions;
import com.turnstile.ws.v3.gen.sessions.SessionsFaultMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions as a client sees them, and their token on requests of other services. */
class SessionsIT extends ClientOfTurnstile {

  private static final String PASSWORD = "curtain-up-2026";
  private static final String GET_PROFILE =
      "<getProfile xmlns=\"http://turnstile.example/customers/v3\"><customerId>21</customerId></getProfile>";
  private static final String GET_ORDER =
      "<getOrder xmlns=\"http://turnstile.example/checkout/v3\"><orderReference>T-NONE</orderReference></getOrder>";

  @ArquillianResource private URL application;
  private ServicePort<Sessions> sessions;

  @BeforeEach
  void connect() throws IOException, URISyntaxException {
    sessions = new ServicePort<>(application.toURI(), Sessions.class);
  }

  @AfterEach
  void disconnect() {
    sessions.close();
  }

  @Test
  void loginByNumberOpensASessionOfThirtyMinutes() throws Exception {
    LoginResponse opened = login(21L, null, PASSWORD);

    Session session = opened.getSession();
    assertThat(opened.getToken()).matches("[0-9a-f]{64}");
    assertThat(session.getCustomerId()).isEqualTo(21);
    assertThat(session.getCustomerName()).isEqualTo("Customer 21");
    assertThat(session.getLastUsedAt()).isEqualTo(session.getCreatedAt());
    assertThat(Duration.between(session.getCreatedAt(), session.getExpiresAt()))
        .isEqualTo(Duration.ofMinutes(30));
    assertThat(
            query(
                "select customer_id from customer_session where token_hash = ?",
                Secrets.tokenHash(opened.getToken())))
        .containsExactly("21");
  }

  @Test
  void neitherTokenNorPasswordIsStored() throws Exception {
    String token = login(21L, null, PASSWORD).getToken();

    assertThat(query("select * from customer_session where token_hash = ?", token)).isEmpty();
    assertThat(query("select * from customer_credential where password_hash = ?", PASSWORD))
        .isEmpty();
  }

  @Test
  void loginByEmailOpensASession() throws Exception {
    assertThat(login(null, "customer22@example.org", PASSWORD).getSession().getCustomerId())
        .isEqualTo(22);
  }

  @Test
  void wrongPasswordAndUnknownCustomerAreAnsweredAlike() throws Exception {
    update("update customer set status = 'CLOSED' where id = 23");
    for (SessionsFaultMessage fault :
        new SessionsFaultMessage[] {
          loginFault(21L, null, "wrong"),
          loginFault(99_999L, null, PASSWORD),
          loginFault(null, "nobody@example.org", PASSWORD),
          loginFault(null, "CUSTOMER22@example.org", PASSWORD),
          loginFault(23L, null, PASSWORD)
        }) {
      assertThat(fault).hasMessage("no active customer with this password");
      assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.BAD_CREDENTIALS);
    }
  }

  @Test
  void badInputIsRefusedWithItsReason() {
    assertThat(loginFault(null, null, PASSWORD))
        .hasMessage("either customerId or email must be given");
    assertThat(loginFault(21L, "customer21@example.org", PASSWORD))
        .hasMessage("either customerId or email must be given");
    assertThat(loginFault(-1L, null, PASSWORD)).hasMessage("customerId must be positive, was -1");
    assertThat(loginFault(null, " ", PASSWORD)).hasMessage("email must not be blank");
    assertThat(loginFault(21L, null, "x".repeat(201)))
        .hasMessage("password must be 1 to 200 characters, was 201");
    SessionsFaultMessage blank = catchThrowableOfType(SessionsFaultMessage.class, () -> keep(" "));
    assertThat(blank).hasMessage("token must not be blank");
    assertThat(blank.getFaultInfo().getCode()).isEqualTo(FaultCode.INVALID_REQUEST);
  }

  @Test
  void keepAliveProlongsAndLogoutEnds() throws Exception {
    LoginResponse opened = login(24L, null, PASSWORD);
    String hash = Secrets.tokenHash(opened.getToken());
    update(
        "update customer_session set expires_at = expires_at - interval 10 minute where token_hash = ?",
        hash);

    Session kept = keep(opened.getToken());
    assertThat(kept.getExpiresAt()).isAfterOrEqualTo(opened.getSession().getExpiresAt());
    assertThat(logout(opened.getToken())).isNotNegative();

    assertThat(query("select id from customer_session where token_hash = ?", hash)).isEmpty();
    assertThat(catchThrowableOfType(SessionsFaultMessage.class, () -> keep(opened.getToken())))
        .hasMessage("there is no session with this token: log in to get one");
    SessionsFaultMessage again =
        catchThrowableOfType(SessionsFaultMessage.class, () -> logout(opened.getToken()));
    assertThat(again.getFaultInfo().getCode()).isEqualTo(FaultCode.UNKNOWN_SESSION);
  }

  @Test
  @Slowness("SLOW-38")
  void expiredSessionIsRefusedAndItsRowStays() throws Exception {
    String token = login(25L, null, PASSWORD).getToken();
    expire(token);

    SessionsFaultMessage fault =
        catchThrowableOfType(SessionsFaultMessage.class, () -> keep(token));
    login(25L, null, PASSWORD);

    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.SESSION_EXPIRED);
    assertThat(query("select count(*) from customer_session where customer_id = 25"))
        .as("nobody removes it")
        .containsExactly("2");
  }

  @Test
  @Slowness("SLOW-37")
  void loginByEmailReadsTheWholeTableOfCustomers() throws Exception {
    assertThat(
            query(
                "select table_rows > 1500 from information_schema.tables where table_schema = ? and table_name = 'customer'",
                Surroundings.DATABASE))
        .containsExactly("1");
    List<String> statements =
        StatementLog.of(
            Surroundings.database(), () -> login(null, "customer22@example.org", PASSWORD));
    String search =
        statements.stream().filter(s -> s.contains(".email='")).findFirst().orElseThrow();

    assertThat(
            StatementLog.planWithoutIndex(
                Surroundings.database(), "customer", "ix_customer_email", search))
        .as("the table, or its primary key for the order, from end to end")
        .hasSize(1)
        .allMatch(access -> access.matches("\\S+ (ALL|index)"));
  }

  @Test
  @Slowness("SLOW-39")
  void tokenCostsEachRequestASelectAndAnUpdate() throws Exception {
    String token = login(26L, null, PASSWORD).getToken();
    URI checkout = application.toURI().resolve("/turnstile/v3/checkout");
    RecordedSql start = recorded("Checkout.getOrder");
    post(checkout, "", GET_ORDER);
    RecordedSql without = recorded("Checkout.getOrder");

    HttpResponse<String> answer = post(checkout, header(token, ""), GET_ORDER);

    assertThat(answer.body()).contains("no order with reference T-NONE");
    RecordedSql with = recorded("Checkout.getOrder").since(without);
    assertThat(without.since(start).updates()).isZero();
    assertThat(with.selects()).isEqualTo(without.since(start).selects() + 1);
    assertThat(with.updates()).isEqualTo(1);
  }

  @Test
  void tokenIsTakenFromTheHeaderAndUnderstood() throws Exception {
    String token = login(21L, null, PASSWORD).getToken();
    String hash = Secrets.tokenHash(token);
    update("update customer_session set last_used_at = '2026-01-01' where token_hash = ?", hash);

    HttpResponse<String> answer =
        post(customers(), header(token, " s:mustUnderstand=\"1\""), GET_PROFILE);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Customer 21");
    assertThat(
            query(
                "select last_used_at > '2026-01-02' from customer_session where token_hash = ?",
                hash))
        .containsExactly("1");
  }

  @Test
  void unknownOrExpiredTokenInTheHeaderIsAFaultOfTheClient() throws Exception {
    String token = login(21L, null, PASSWORD).getToken();
    expire(token);
    HttpResponse<String> expired = post(customers(), header(token, ""), GET_PROFILE);
    HttpResponse<String> unknown = post(customers(), header("abc", ""), GET_PROFILE);

    assertThat(expired.statusCode()).isEqualTo(500);
    assertThat(expired.body())
        .contains("Client</faultcode>")
        .contains("the session has expired: log in again to get another token")
        .doesNotContain(token, "Customer 21");
    assertThat(unknown.body())
        .contains("Client</faultcode>")
        .contains("there is no session with this token: log in to get one");
  }

  @Test
  void requestWithoutATokenIsServedWithoutSqlForIt() throws Exception {
    RecordedSql start = recorded("Customers.getProfile");

    assertThat(post(customers(), "<x xmlns=\"other\"/>", GET_PROFILE).statusCode()).isEqualTo(200);

    assertThat(recorded("Customers.getProfile").since(start).updates()).isZero();
  }

  private URI customers() throws URISyntaxException {
    return application.toURI().resolve("/turnstile/v3/customers");
  }

  private RecordedSql recorded(String operation) throws Exception {
    return RecordedSql.of(application.toURI(), operation);
  }

  private static HttpResponse<String> post(URI address, String header, String body)
      throws Exception {
    try (java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
      return ServicePort.post(http, address, header, body);
    }
  }

  private static String header(String token, String attributes) {
    return "<sessionToken xmlns=\"http://turnstile.example/session/v3\""
        + attributes
        + ">"
        + token
        + "</sessionToken>";
  }

  private static void expire(String token) throws Exception {
    update(
        "update customer_session set expires_at = '2026-01-01' where token_hash = ?",
        Secrets.tokenHash(token));
  }

  private LoginResponse login(Long customerId, String email, String password)
      throws SessionsFaultMessage {
    Login login = new Login();
    login.setCustomerId(customerId);
    login.setEmail(email);
    login.setPassword(password);
    return sessions.port().login(login);
  }

  private SessionsFaultMessage loginFault(Long customerId, String email, String password) {
    return catchThrowableOfType(
        SessionsFaultMessage.class, () -> login(customerId, email, password));
  }

  private Session keep(String token) throws SessionsFaultMessage {
    KeepAlive request = new KeepAlive();
    request.setToken(token);
    return sessions.port().keepAlive(request).getSession();
  }

  private long logout(String token) throws SessionsFaultMessage {
    Logout request = new Logout();
    request.setToken(token);
    return sessions.port().logout(request).getSeconds();
  }
}
