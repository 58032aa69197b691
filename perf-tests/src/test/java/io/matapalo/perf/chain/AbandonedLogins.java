package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Logins by the wire to one side whose sessions nobody uses or ends, and what they leave there.
 * Confined to one thread.
 */
final class AbandonedLogins {
  /** So many customers log in, in turn. */
  static final int CUSTOMERS = 500;

  /** The first logins load classes and open connections, and count for nothing. */
  static final int WARM = 500;

  private static final String LOGINS = " logins";
  private static final int CLIENTS = 4;
  private static final int BATCH = 250;
  private static final int THREADS_OF_ONE_LOGIN = 2;

  private final Chain chain;
  private final Sender sender;
  private final ObservedProcess server;
  private final ObservedProcess database;
  private final long threadsAtMost;
  private final List<Reading> readings = new ArrayList<>();
  private int opened;
  private int answeredOtherwise;
  private Duration cpu = Duration.ZERO;
  private Duration databaseCpu = Duration.ZERO;

  /** Sends a message to one side. */
  interface Sender {
    HttpResponse<String> send(GeneratedMessage message) throws IOException, InterruptedException;
  }

  /**
   * What stands there at one moment.
   *
   * @param logins since the warm-up that were answered with a session
   * @param after what happened before, in words
   * @param rows of sessions in the database
   */
  record Reading(int logins, String after, ObservedProcess.Held held, long rows) {}

  /**
   * Logins to the Java process that has {@code word} on its command line.
   *
   * @param threadsAtMost no more logins begin where their threads would be more in the process
   */
  AbandonedLogins(Chain chain, String word, Sender sender, long threadsAtMost) throws IOException {
    this.chain = chain;
    this.sender = sender;
    this.server = ObservedProcess.java(chain.value(word));
    this.database =
        ObservedProcess.ofPidFile(chain.folder().resolve("data/mariadb/data/mariadb.pid"));
    this.threadsAtMost = threadsAtMost;
  }

  void warmUp() throws Exception {
    assertThat(open(0, WARM)).as("sessions of the warm-up").isEqualTo(WARM);
    read("the warm-up");
  }

  /**
   * Logs in until so many sessions are open, unless the side can open no more; whether it could.
   */
  boolean openUpTo(int logins) throws Exception {
    while (opened < logins && mayHaveMore()) {
      Duration before = server.cpu();
      Duration databaseBefore = database.cpu();
      opened += open(opened, Math.min(BATCH, logins - opened));
      cpu = cpu.plus(server.cpu()).minus(before);
      databaseCpu = databaseCpu.plus(database.cpu()).minus(databaseBefore);
    }
    read("%,d%s".formatted(opened, LOGINS));
    return opened == logins;
  }

  private boolean mayHaveMore() throws IOException {
    return answeredOtherwise == 0
        && server.threads() + THREADS_OF_ONE_LOGIN * BATCH <= threadsAtMost;
  }

  /** How many of the answers were a session. */
  private int open(int first, int count) throws InterruptedException, ExecutionException {
    int sessions = 0;
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = first; i < first + count; i++) {
        GeneratedMessage login = login(1 + i % CUSTOMERS);
        answers.add(clients.submit(() -> Answer.of(sender.send(login))));
      }
      for (Future<Answer> answer : answers) {
        sessions += isSession(answer.get()) ? 1 : 0;
      }
    }
    answeredOtherwise += count - sessions;
    return sessions;
  }

  private static boolean isSession(Answer answer) {
    boolean session = answer.text("token").isPresent();
    if (!session) {
      System.out.println("no session: " + answer);
    }
    return session;
  }

  private static GeneratedMessage login(int customer) {
    return new GeneratedMessage(
        List.of(),
        "/turnstile/v3/sessions",
        List.of("Content-Type: text/xml; charset=utf-8", "SOAPAction: \"\""),
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
        <login xmlns="http://turnstile.example/sessions/v3"><customerId>%d</customerId>\
        <password>curtain-up-2026</password></login></s:Body></s:Envelope>\
        """
            .formatted(customer));
  }

  /** Notes what stands there now. */
  void read(String after) throws IOException, SQLException {
    readings.add(new Reading(opened, after, server.held(), rows()));
    System.out.println(readings.getLast());
  }

  List<Reading> readings() {
    return List.copyOf(readings);
  }

  /** The reading after as many logins, before their expiry. */
  Optional<Reading> afterAsMany(Reading others) {
    return readings.stream()
        .filter(
            reading -> reading.after().endsWith(LOGINS) && reading.after().equals(others.after()))
        .findFirst();
  }

  int opened() {
    return opened;
  }

  /** Answers that were no session. */
  int answeredOtherwise() {
    return answeredOtherwise;
  }

  /** Milliseconds of processor time of one login: in the side's process, and in the database's. */
  String cpu() {
    return "%.1f + %.1f"
        .formatted((double) cpu.toMillis() / opened, (double) databaseCpu.toMillis() / opened);
  }

  /** Sessions in the database, of both sides. */
  long rows() throws SQLException {
    try (Connection connection = chain.database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM customer_session")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
