package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static io.matapalo.perf.chain.Purchase.card;
import static io.matapalo.perf.chain.Purchase.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.cards.CardFinding;
import io.matapalo.perf.cards.CardNumberSearch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No card number that the chain was given stands in clear in anything it wrote: logs,
 * configuration, data files and binary log of the database, Redis. Each place first gets a number
 * planted, which the search must find there.
 */
@ExtendWith(ChainExtension.class)
class ChainCardSearchIT {
  private static final long SEED = 20261121;

  private final Chain chain;
  private final Random random = new Random(SEED);

  ChainCardSearchIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void noCardNumberStandsInClearInAnythingThatWasWritten() throws Exception {
    List<String> used = new ArrayList<>();
    for (String side : List.of("legacy", "fast")) {
      chain.route(side);
      used.addAll(buyWithManyOutcomes());
    }
    String planted = cardNumber();
    plant(planted);
    flushEverything();

    Path[] places = {chain.folder()};
    List<CardFinding> plants = CardNumberSearch.forNumbers(List.of(planted)).in(places);
    List<String> files = plants.stream().map(CardFinding::place).toList();
    assertThat(files)
        .as("the search finds what was planted in a log, a table, the binary log and Redis")
        .anyMatch(file -> file.endsWith("planted.log"))
        .anyMatch(file -> file.endsWith("planted.ibd"))
        .anyMatch(file -> file.matches(".*/bin\\.\\d+"))
        .anyMatch(file -> file.endsWith("dump.rdb"));

    assertThat(CardNumberSearch.forNumbers(used).in(places)).isEmpty();
  }

  /** One purchase for each way that a request can end; returns the numbers that were sent. */
  private List<String> buyWithManyOutcomes() throws Exception {
    List<String> used = new ArrayList<>();
    Purchase good = aPurchase();
    for (Purchase variant :
        List.of(
            good,
            good.withEventCode("EV-0200"),
            good.withEventCode("EV-9999"),
            good.withCustomerId("0"),
            good.withLines(line("VIP", "99")))) {
      String number = cardNumber();
      used.add(number);
      Purchase purchase =
          variant
              .withRequestId(aPurchase().requestId())
              .withCard(card(number, "12", "2031", "A. Holder"));
      chain.post(purchase.envelope());
      // The same request id with another amount: a conflict, at the provider too.
      chain.post(purchase.withLines(line("SEATED", "1")).envelope());
    }
    for (String broken : List.of("</card>", "</purchase>", "<holder>")) {
      String number = cardNumber();
      used.add(number);
      chain.post(
          aPurchase()
              .withCard(card(number, "12", "2031", "A. Holder"))
              .envelope()
              .replace(broken, ""));
    }
    String badlyDated = cardNumber();
    used.add(badlyDated);
    chain.post(aPurchase().withCard(card(badlyDated, "77", "2031", "A. Holder")).envelope());
    return used;
  }

  private void plant(String number) throws IOException, SQLException {
    Files.writeString(
        chain.folder().resolve("logs/planted.log"),
        "request card=" + number + System.lineSeparator(),
        StandardOpenOption.CREATE);
    try (Connection database = chain.database();
        Statement statement = database.createStatement()) {
      statement.executeUpdate("CREATE TABLE planted (number VARCHAR(30)) ENGINE=InnoDB");
      statement.executeUpdate("INSERT INTO planted VALUES ('" + number + "')");
    }
    redis("SET planted " + number);
  }

  /** Brings what the servers hold in memory into their files. */
  private void flushEverything() throws SQLException, IOException {
    redis("SAVE");
    try (Connection database = chain.database();
        Statement statement = database.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      assertThat(tables).contains("orders", "audit_record", "planted");
      statement.execute("FLUSH TABLES " + String.join(", ", tables) + " FOR EXPORT");
      statement.execute("UNLOCK TABLES");
      statement.execute("FLUSH BINARY LOGS");
    }
  }

  private void redis(String command) throws IOException {
    int port = Integer.parseInt(chain.value("${redis.port}"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      assertThat(new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII))
          .startsWith("+OK");
    }
  }

  /** 16 digits with a right check digit; seeded, so a finding can be traced. */
  private String cardNumber() {
    StringBuilder digits = new StringBuilder("453957");
    while (digits.length() < 15) {
      digits.append(random.nextInt(10));
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = digits.charAt(14 - i) - '0';
      sum += i % 2 == 0 ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
    }
    return digits.append((10 - sum % 10) % 10).toString();
  }
}
