package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.turnstile.Slowness;
import com.turnstile.service.ReservationBean;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.transfer.ReserveData;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the bean that holds tickets, and the errors it meets. */
class ReservationBeanIT extends InsideTurnstile {

  private static int requests;

  @EJB private ReservationBean reservations;

  @Resource(lookup = "java:jboss/datasources/TurnstileDS")
  private DataSource database;

  @Resource(lookup = "java:jboss/UserTransaction")
  private UserTransaction transaction;

  @Test
  void requestIsKnownAgainByItsId() throws Exception {
    ReserveData wanted = wanted(91, "VIP");
    assertNull(reservations.earlier(wanted));

    String id = reservations.reserve(wanted);

    assertEquals(id, reservations.earlier(wanted));
    assertEquals("HELD", reservations.load(id).status());
    ReserveData other = new ReserveData(wanted.requestId(), 1702L, "EV-0091", wanted.lines());
    assertEquals(
        "REQUEST_ID_CONFLICT",
        assertThrows(ServiceRefusal.class, () -> reservations.earlier(other)).getCode());
    reservations.release(id);
    assertEquals("RELEASED", reservations.load(id).status());
    assertEquals(1_000_000, available(91, 4));
  }

  @Test
  void refusalRollsBackWhatWasTakenBefore() throws SQLException {
    ServiceRefusal refusal =
        assertThrows(ServiceRefusal.class, () -> reservations.reserve(wanted(92, "VIP", "NONE")));
    assertEquals("UNKNOWN_TICKET_TYPE", refusal.getCode());

    execute("update stock set available = 0 where ticket_type_id = " + type(92, 2));
    refusal =
        assertThrows(ServiceRefusal.class, () -> reservations.reserve(wanted(92, "VIP", "SEATED")));

    assertEquals("SOLD_OUT", refusal.getCode());
    assertEquals(1_000_000, available(92, 4));
  }

  @Test
  @Slowness("SLOW-32")
  void deadlockIs1213WithState40001() throws Exception {
    List<Future<SQLException>> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Connection gate = database.getConnection();
        Connection observer = database.getConnection()) {
      LockWaits.hold(gate, type(93, 2), type(93, 3));
      failures.add(threads.submit(failureOf(wanted(93, "STANDING", "SEATED", "VIP"))));
      failures.add(threads.submit(failureOf(wanted(93, "VIP", "BALCONY", "STANDING"))));
      LockWaits.await(observer, 2);
      gate.rollback();
    }

    List<SQLException> met = new ArrayList<>();
    for (Future<SQLException> failure : failures) {
      if (failure.resultNow() != null) {
        met.add(failure.resultNow());
      }
    }
    assertEquals(1, met.size(), "one of the two goes through");
    assertEquals(1213, met.get(0).getErrorCode());
    assertEquals("40001", met.get(0).getSQLState());
    assertEquals(999_999, available(93, 1));
    assertEquals(999_999, available(93, 4));
  }

  @Test
  @Slowness("SLOW-32")
  void waitThatLastsTooLongIs1205() throws Exception {
    SQLException met;
    // Taken by another thread: one of this thread would become part of the transaction.
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection holder = thread.submit(() -> database.getConnection()).get()) {
      LockWaits.hold(holder, type(94, 4));
      transaction.begin();
      // The bean's own connection, since it is of the same transaction; its own until it is closed.
      try (Connection same = database.getConnection();
          Statement statement = same.createStatement()) {
        statement.execute("set session innodb_lock_wait_timeout = 1");
        try {
          met = failureOf(wanted(94, "VIP")).call();
        } finally {
          transaction.rollback();
          statement.execute("set session innodb_lock_wait_timeout = default");
        }
      }
      holder.rollback();
    }

    assertEquals(1205, met.getErrorCode());
    assertEquals("40001", met.getSQLState());
    assertEquals(1_000_000, available(94, 4));
  }

  /** The database's error that ends the reservation; null if nothing does. */
  private Callable<SQLException> failureOf(ReserveData wanted) {
    return () -> {
      try {
        reservations.reserve(wanted);
        return null;
      } catch (RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
          if (t instanceof SQLException error) {
            return error;
          }
        }
        throw e;
      }
    };
  }

  private static ReserveData wanted(int event, String... codes) {
    List<PurchaseLineData> lines = new ArrayList<>();
    for (String code : codes) {
      PurchaseLineData line = new PurchaseLineData();
      line.setTicketTypeCode(code);
      line.setQuantity(1);
      lines.add(line);
    }
    return new ReserveData("bean-request-" + ++requests, 1701L, "EV-00" + event, lines);
  }

  private static long type(int event, int number) {
    return (event - 1) * 4L + number;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int available(int event, int number) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select available from stock where ticket_type_id = " + type(event, number))) {
      found.next();
      return found.getInt(1);
    }
  }
}
