package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Writers of both sides and of raw SQL on one row at once: each change that was told is one version
 * of the row, and a loser is told so in its side's documented way.
 */
@ExtendWith(ChainExtension.class)
class AccountWritersIT {
  private static final int EACH = 25;
  private static final String CUSTOMER = "1910";

  private final Chain chain;
  private final ConcurrentLinkedQueue<String> versions = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final AtomicInteger amounts = new AtomicInteger();

  AccountWritersIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void changesOfOneInstructionAreOneVersionEach() throws Exception {
    String id = "writers-" + UUID.randomUUID();
    String reference =
        ask(Side.FAST, "instructions", InstructionsRequests.make(id))
            .text("reference")
            .orElseThrow();
    race(
        side -> ask(side, "instructions", read("get", "reference", reference)),
        (side, version) ->
            ask(
                side,
                "instructions",
                XmlElement.of(
                    "update",
                    XmlElement.leaf("reference", reference),
                    XmlElement.leaf("version", version),
                    // No two alike: a change of nothing is no version.
                    XmlElement.leaf("amount", String.valueOf(amounts.incrementAndGet())),
                    XmlElement.leaf("frequency", "WEEKLY"),
                    XmlElement.leaf("status", "PAUSED"))),
        "instruction WHERE instruction_reference = '" + reference + "'");

    assertThat(outcomes.keySet())
        .isSubsetOf(
            "LEGACY 200",
            "LEGACY VERSION_CONFLICT",
            "LEGACY internal error",
            "FAST 200",
            "FAST VERSION_CONFLICT",
            "SQL",
            "SQL conflict");
  }

  @Test
  void changesOfOneContactAreOneVersionEach() throws Exception {
    race(
        side -> ask(side, "customers", read("getProfile", "customerId", CUSTOMER)),
        (side, version) ->
            ask(
                side,
                "customers",
                XmlElement.of(
                    "updateContact",
                    XmlElement.leaf("customerId", CUSTOMER),
                    XmlElement.leaf("email", side + "-" + UUID.randomUUID() + "@example.org"),
                    XmlElement.leaf("version", version))),
        "customer WHERE id = " + CUSTOMER);

    assertThat(outcomes.keySet())
        .isSubsetOf(
            "LEGACY 200",
            "LEGACY VERSION_CONFLICT",
            "FAST 200",
            "FAST VERSION_CONFLICT",
            "SQL",
            "SQL conflict");
  }

  private interface Reader {
    Answer of(Side side) throws Exception;
  }

  private interface Writer {
    Answer at(Side side, String version) throws Exception;
  }

  private void race(Reader reader, Writer writer, String row) throws Exception {
    int before = version(row);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers =
          Stream.concat(
                  Stream.of(Side.LEGACY, Side.LEGACY, Side.FAST, Side.FAST)
                      .<Future<?>>map(side -> threads.submit(() -> write(side, reader, writer))),
                  Stream.of(threads.submit(() -> writeRaw(row))))
              .toList();
      for (Future<?> one : writers) {
        one.get();
      }
    }
    System.out.println(outcomes);
    List<String> expected =
        IntStream.rangeClosed(before + 1, version(row)).mapToObj(String::valueOf).toList();
    assertThat(versions).as("each version once").containsExactlyInAnyOrderElementsOf(expected);
    assertThat(outcomes).containsKeys("LEGACY 200", "FAST 200", "SQL");
  }

  private Void write(Side side, Reader reader, Writer writer) throws Exception {
    for (int i = 0; i < EACH; i++) {
      String version = reader.of(side).text("version").orElseThrow();
      Answer answer = writer.at(side, version);
      outcomes.merge(side + " " + answer.outcome(), 1, Integer::sum);
      if (answer.status() == 200) {
        // The monolith reads its answer after the commit, and may show a later version.
        versions.add(String.valueOf(Integer.parseInt(version) + 1));
      }
    }
    return null;
  }

  private Void writeRaw(String row) throws SQLException {
    try (Connection connection = chain.database()) {
      for (int i = 0; i < EACH; i++) {
        int version = version(row);
        try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE "
                    + row.replace(" WHERE", " SET version = version + 1 WHERE")
                    + " AND version = ?")) {
          update.setInt(1, version);
          boolean done = update.executeUpdate() == 1;
          outcomes.merge(done ? "SQL" : "SQL conflict", 1, Integer::sum);
          if (done) {
            versions.add(String.valueOf(version + 1));
          }
        }
      }
    }
    return null;
  }

  private int version(String row) throws SQLException {
    try (Connection connection = chain.database();
        PreparedStatement select = connection.prepareStatement("SELECT version FROM " + row);
        ResultSet found = select.executeQuery()) {
      found.next();
      return found.getInt(1);
    }
  }

  private static XmlElement read(String operation, String field, String value) {
    return XmlElement.of(operation, XmlElement.leaf(field, value));
  }

  private Answer ask(Side side, String service, XmlElement operation) throws Exception {
    return side.ask(chain, MessageGenerator.message(service, operation));
  }
}
