package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.inventory.FaultCode;
import com.turnstile.ws.v3.gen.inventory.Inventory;
import com.turnstile.ws.v3.gen.inventory.InventoryFaultMessage;
import com.turnstile.ws.v3.gen.inventory.Release;
import com.turnstile.ws.v3.gen.inventory.Reservation;
import com.turnstile.ws.v3.gen.inventory.ReservationLine;
import com.turnstile.ws.v3.gen.inventory.Reserve;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code Inventory} as a client sees it, what it leaves in the tables, and how writers collide. */
class InventoryIT extends ClientOfTurnstile {

  private static final int OVERDUE_OF_TWO_LINES = 4 + 4 * 2;

  private static int requests;

  /** Each test has an event of its own. */
  private static int events = 60;

  @ArquillianResource private URL application;
  @ArquillianResource private ManagementClient server;
  private ServiceClient<Inventory> client;
  private int event;

  @BeforeEach
  void connect() throws IOException {
    client = new ServiceClient<>(application, Inventory.class);
    event = ++events;
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void reservedTicketsLeaveTheStockAndComeBack() throws Exception {
    Reservation held = client.port().reserve(reserve("VIP*3", "STANDING*2")).getReservation();

    assertThat(held.getReservationId()).matches("R-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(held.getStatus()).isEqualTo("HELD");
    assertThat(held.getCustomerId()).isEqualTo(1700);
    assertThat(held.getEventCode()).isEqualTo("EV-00" + event);
    assertThat(Duration.between(held.getCreatedAt(), held.getExpiresAt())).hasMinutes(15);
    assertThat(held.getLine())
        .extracting(l -> l.getTicketTypeCode() + "*" + l.getQuantity())
        .containsExactly("VIP*3", "STANDING*2");
    assertThat(stock()).containsExactly("999998|1", "1000000|0", "1000000|0", "999997|1");

    Reservation released = release(held.getReservationId());

    assertThat(released.getStatus()).isEqualTo("RELEASED");
    assertThat(stock()).containsExactly("1000000|2", "1000000|0", "1000000|0", "1000000|2");
    assertThat(release(held.getReservationId()).getStatus()).isEqualTo("RELEASED");
    assertThat(stock())
        .as("released once")
        .containsExactly("1000000|2", "1000000|0", "1000000|0", "1000000|2");
  }

  @Test
  void sameRequestIsHeldOnce() throws Exception {
    Reserve request = reserve("VIP*1");

    List<String> ids =
        atOnce(
            Collections.nCopies(
                5, () -> client.port().reserve(request).getReservation().getReservationId()));

    assertThat(ids).hasSize(5).containsOnly(ids.get(0));
    assertThat(stock().get(3)).isEqualTo("999999|1");
    Reserve other = reserve("VIP*2");
    other.setRequestId(request.getRequestId());
    refused(
        FaultCode.REQUEST_ID_CONFLICT,
        "requestId was used for another reservation",
        () -> client.port().reserve(other));
  }

  @Test
  void lastTicketsAreHeldOnce() throws Exception {
    update("update stock set available = 3 where ticket_type_id = ?", type(4));
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Reserve request = reserve("VIP*1");
      calls.add(() -> {
        try {
          return client.port().reserve(request).getReservation().getStatus();
        } catch (InventoryFaultMessage e) {
          return e.getFaultInfo().getCode().value();
        }
      });
    }

    assertThat(atOnce(calls))
        .containsExactlyInAnyOrder("HELD", "HELD", "HELD", "SOLD_OUT", "SOLD_OUT", "SOLD_OUT");
    assertThat(stock().get(3)).isEqualTo("0|3");
  }

  @Test
  void refusalTakesNothing() throws Exception {
    update("update stock set available = 1 where ticket_type_id = ?", type(4));
    Reserve tooMany = reserve("STANDING*2", "VIP*2");

    refused(
        FaultCode.SOLD_OUT, "not enough tickets of type VIP", () -> client.port().reserve(tooMany));

    assertThat(stock()).containsExactly("1000000|0", "1000000|0", "1000000|0", "1|0");
    assertThat(query("select id from reservation where request_id = ?", tooMany.getRequestId()))
        .isEmpty();
  }

  @Test
  void whatIsNotThereIsRefused() {
    Reserve noEvent = reserve("VIP*1");
    noEvent.setEventCode("EV-9999");
    Reserve noCustomer = reserve("VIP*1");
    noCustomer.setCustomerId(99_999L);

    refused(
        FaultCode.UNKNOWN_EVENT,
        "no event on sale with code EV-9999",
        () -> client.port().reserve(noEvent));
    refused(
        FaultCode.UNKNOWN_CUSTOMER,
        "no active customer 99999",
        () -> client.port().reserve(noCustomer));
    refused(
        FaultCode.UNKNOWN_TICKET_TYPE,
        "event EV-00" + event + " has no ticket type BOX",
        () -> client.port().reserve(reserve("BOX*1")));
    refused(
        FaultCode.RESERVATION_NOT_FOUND, "no reservation with id R-NONE", () -> release("R-NONE"));
  }

  @Test
  void badInputIsRefusedByName() throws Exception {
    Reserve shortId = reserve("VIP*1");
    shortId.setRequestId("short");
    invalid("requestId must be 8 to 64 letters, digits or dashes", shortId);
    Reserve noEvent = reserve("VIP*1");
    noEvent.setEventCode("");
    invalid("eventCode must not be blank", noEvent);
    invalid("a reservation has 1 to 20 lines, was 0", reserve());
    invalid("quantity must be 1 to 10, was 11", reserve("VIP*11"));
    invalid("ticketTypeCode must not repeat: VIP", reserve("VIP*1", "VIP*1"));
    refused(FaultCode.INVALID_REQUEST, "reservationId must not be blank", () -> release(" "));
    assertThat(client.post("reserve", "<requestId>request-1</requestId>"))
        .contains("customerId must be positive, was 0");
  }

  /**
   * Writer A takes STANDING and waits for SEATED, writer B takes VIP and waits for BALCONY; then
   * they are let go on, and each wants what the other has.
   */
  @Test
  @Slowness("SLOW-32")
  void writersInOppositeOrderDeadlockAndOneFaults() throws Exception {
    List<Reserve> writers =
        List.of(
            reserve("STANDING*1", "SEATED*1", "VIP*1"),
            reserve("VIP*1", "BALCONY*1", "STANDING*1"));
    long deadlocks = deadlocks();
    List<Future<String>> answers = new ArrayList<>();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection gate = StatementLog.connect(Surroundings.database());
        Connection observer = StatementLog.connect(Surroundings.database())) {
      LockWaits.hold(gate, type(2), type(3));
      for (Reserve writer : writers) {
        answers.add(threads.submit(() -> answer(writer)));
      }
      LockWaits.await(observer, 2);
      gate.rollback();
    }

    assertThat(answers.stream().map(Future::resultNow))
        .containsExactlyInAnyOrder("HELD", "internal error");
    assertThat(deadlocks()).isEqualTo(deadlocks + 1);
    for (Reserve writer : writers) {
      assertThat(answer(writer)).as("the repeat of either").isEqualTo("HELD");
    }
    assertThat(stock()).containsExactly("999998|2", "999999|1", "999999|1", "999998|2");
  }

  /** The pool's connections are made anew, with the server's time limit of this moment. */
  @Test
  @Slowness("SLOW-32")
  void writerThatWaitsTooLongFaults() throws Exception {
    Reserve request = reserve("VIP*1");
    String usual = query("select @@global.innodb_lock_wait_timeout").get(0);

    try (Connection holder = StatementLog.connect(Surroundings.database())) {
      setLockWaitTimeout("1");
      LockWaits.hold(holder, type(4));
      assertThat(answer(request)).isEqualTo("internal error");
    } finally {
      setLockWaitTimeout(usual);
    }

    assertThat(stock().get(3)).isEqualTo("1000000|0");
    assertThat(answer(request)).isEqualTo("HELD");
    assertThat(stock().get(3)).isEqualTo("999999|1");
  }

  @Test
  void writersInAnyOrderNeverLoseATicket() throws Exception {
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Reserve request =
          i % 2 == 0 ? reserve("STANDING*1", "VIP*2") : reserve("VIP*2", "STANDING*1");
      calls.add(() -> answer(request));
    }

    List<String> answers = atOnce(calls);

    int held = Collections.frequency(answers, "HELD");
    assertThat(answers).isSubsetOf("HELD", "internal error");
    assertThat(stock())
        .containsExactly(
            (1_000_000 - held) + "|" + held,
            "1000000|0",
            "1000000|0",
            (1_000_000 - 2 * held) + "|" + held);
  }

  /** Without the index that came with the fast path, and that the monolith never asked for. */
  @Test
  @Slowness("SLOW-33")
  void overdueReservationsAreFoundByAScanAndGivenBackByWhoeverReservesNext() throws Exception {
    update("drop index ix_reservation_due on reservation");
    try {
      findByAScanAndGiveBack();
    } finally {
      update("create index ix_reservation_due on reservation (status, expires_at)");
    }
  }

  private void findByAScanAndGiveBack() throws Exception {
    Reservation overdue = client.port().reserve(reserve("VIP*5", "SEATED*1")).getReservation();
    update(
        "update reservation set expires_at = created_at where reservation_id = ?",
        overdue.getReservationId());
    assertThat(stock().get(3)).as("nobody gives it back by itself").isEqualTo("999995|1");

    Reserve next = reserve("STANDING*1");
    List<String> statements =
        StatementLog.of(Surroundings.database(), () -> client.port().reserve(next));

    assertThat(stock()).containsExactly("999999|1", "1000000|2", "1000000|0", "1000000|2");
    assertThat(statements.stream().filter(s -> s.matches("(?s)(select|insert|update|delete) .*")))
        .as("those of a reservation of one line, and of an overdue one of two lines")
        .hasSize(14 + 2 + 1 + OVERDUE_OF_TWO_LINES);
    assertThat(release(overdue.getReservationId()).getStatus()).isEqualTo("EXPIRED");
    String search = statements.stream().filter(s -> s.contains("'HELD'")).findFirst().orElseThrow();
    assertThat(StatementLog.plan(Surroundings.database(), search).get(0)).endsWith(" ALL");
    ServerCounters cost = ServerCounters.of(() -> client.port().reserve(reserve("STANDING*1")));
    assertThat(cost.get(ServerCounters.SCANNED))
        .isGreaterThanOrEqualTo(Long.parseLong(query("select count(*) from reservation").get(0)));
  }

  @Test
  @Slowness("SLOW-34")
  void reservationReadsEachStockTwiceAndItselfAgain() throws Exception {
    client.port().reserve(reserve("SEATED*1"));

    ServerCounters one = ServerCounters.of(() -> client.port().reserve(reserve("VIP*1")));
    ServerCounters two =
        ServerCounters.of(() -> client.port().reserve(reserve("VIP*1", "STANDING*1")));

    assertThat(one.get(ServerCounters.SELECTS)).isEqualTo(10 + 4);
    assertThat(two.get(ServerCounters.SELECTS)).isEqualTo(10 + 2 * 4);
    assertThat(two.get(ServerCounters.INSERTS)).isEqualTo(1 + 2);
    assertThat(two.get(ServerCounters.UPDATES)).isEqualTo(2);
  }

  private String answer(Reserve request) throws InventoryFaultMessage {
    try {
      return client.port().reserve(request).getReservation().getStatus();
    } catch (SOAPFaultException e) {
      return e.getFault().getFaultString();
    }
  }

  private Reservation release(String reservationId) throws InventoryFaultMessage {
    Release request = new Release();
    request.setReservationId(reservationId);
    return client.port().release(request).getReservation();
  }

  private void invalid(String message, Reserve request) {
    refused(FaultCode.INVALID_REQUEST, message, () -> client.port().reserve(request));
  }

  private static void refused(FaultCode code, String message, ThrowingCallable call) {
    InventoryFaultMessage fault = catchThrowableOfType(InventoryFaultMessage.class, call);

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(code);
  }

  /** Available and version of the four types, in the order of their ids. */
  private List<String> stock() throws SQLException {
    return query(
        "select s.available, s.version from stock s join ticket_type t on t.id = s.ticket_type_id"
            + " where t.event_id = ? order by t.id",
        event);
  }

  private long type(int number) {
    return (event - 1) * 4L + number;
  }

  /** Each line as {@code CODE*QUANTITY}. */
  private Reserve reserve(String... lines) {
    Reserve reserve = new Reserve();
    reserve.setRequestId(nextRequestId());
    reserve.setCustomerId(1700L);
    reserve.setEventCode("EV-00" + event);
    for (String text : lines) {
      int star = text.indexOf('*');
      ReservationLine line = new ReservationLine();
      line.setTicketTypeCode(text.substring(0, star));
      line.setQuantity(Integer.valueOf(text.substring(star + 1)));
      reserve.getLine().add(line);
    }
    return reserve;
  }

  private static synchronized String nextRequestId() {
    return "reserve-" + ++requests;
  }

  /** For the connections that Turnstile opens from now on, which it does for its next request. */
  private void setLockWaitTimeout(String seconds) throws IOException, SQLException {
    try (Connection administrator = StatementLog.connect(Surroundings.database());
        Statement statement = administrator.createStatement()) {
      statement.execute("set global innodb_lock_wait_timeout = " + seconds);
    }
    ModelNode flush = new ModelNode();
    flush.get("operation").set("flush-all-connection-in-pool");
    flush.get("address").add("subsystem", "datasources").add("data-source", "TurnstileDS");
    ModelNode outcome = server.getControllerClient().execute(flush).get("outcome");
    assertThat(outcome.asString()).isEqualTo("success");
  }

  private static long deadlocks() throws SQLException {
    return ServerCounters.read().get(ServerCounters.DEADLOCKS);
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get(60, TimeUnit.SECONDS));
      }
      return answers;
    }
  }
}
