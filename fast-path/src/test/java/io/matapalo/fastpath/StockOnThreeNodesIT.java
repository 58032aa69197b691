package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances, each on a Galera node of its own, that sell and hold tickets of the same types
 * at once, as they are shipped: whatever loses a conflict between nodes is run again, so that no
 * client hears of it.
 */
@Tag("deep")
final class StockOnThreeNodesIT {

  private static final int NODES = 3;
  private static final int CLIENTS = 12;
  private static final int EACH = 25;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static Galera cluster;
  private static TurnstileStack stack;
  private static final Resources SERVERS = new Resources();
  private static final List<SoapClient> CLIENTS_OF_NODES = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster =
        Galera.start(
                ServerConfig.inFolder(TestFolders.fresh("stock-on-three-nodes"))
                    .withOptions("--innodb-buffer-pool-size=128M"),
                NODES)
            .patient();
    cluster.createDatabase("turnstile");
    stack = TurnstileStack.on(database(0), cluster, folder);
    cluster.awaitCaughtUp(SOON);
    for (int node = 0; node < NODES; node++) {
      FastPathServer server = SERVERS.keep(FastPathServer.start(shipped(database(node))));
      CLIENTS_OF_NODES.add(new SoapClient(server.url()));
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.close();
    if (stack != null) {
      stack.close();
    }
  }

  private static TurnstileDatabase database(int node) {
    String routed =
        cluster.jdbcUrl("turnstile").replaceFirst("^jdbc:", "jdbc:matapalo:")
            + "&matapalo.topology=multi-primary&matapalo.instance=fast-%1$d&matapalo.node=node-%1$d"
                .formatted(node + 1);
    return new TurnstileDatabase(
        cluster.nodes().getFirst().jdbcUrl("turnstile"),
        routed,
        cluster.user(),
        cluster.password());
  }

  /** With all times as they are by default; nothing is said of retries. */
  private static FastPathConfig shipped(TurnstileDatabase database) {
    FastPathConfig usual = stack.config(database);
    return new FastPathConfig(
        usual.listener(),
        usual.database(),
        usual.vendors(),
        usual.notification(),
        usual.cache(),
        FastPathConfig.Timing.DEFAULT,
        usual.usage());
  }

  @Test
  void reserveAndPurchaseOfTheSameTicketsAllSucceed() throws Exception {
    long conflicts = cluster.certificationFailures();
    List<SoapClient.Answer> answers =
        ask((client, i, id) ->
            isBuyer(i)
                ? client.purchase("nodes-buy-" + id, "EV-0060", lines(i))
                : client.reserve("nodes-hold-" + id, "7", "EV-0060", SoapClient.lines(lines(i))));

    System.out.printf(
        "%d requests on %d nodes met %d conflicts%n",
        answers.size(), NODES, cluster.certificationFailures() - conflicts);
    assertThat(answers).filteredOn(answer -> answer.status() != 200).isEmpty();
    assertThat(cluster.certificationFailures())
        .as("conflicts were provoked")
        .isGreaterThan(conflicts);
    cluster.awaitCaughtUp(SOON);
    long tickets = CLIENTS * EACH;
    for (MariaDbNode node : cluster.nodes()) {
      assertThat(number(node, available(60))).isEqualTo(1_000_000 - tickets);
      assertThat(number(node, sold(60)) + number(node, held(60))).isEqualTo(tickets);
      assertThat(
              number(node, "SELECT COUNT(*) FROM orders WHERE event_id = 60 AND status = 'PAID'"))
          .isEqualTo(tickets / 2);
    }
  }

  /** Buyers and holders of one ticket of each of two types, in either order. */
  private static String[] lines(int i) {
    return i % 4 < 2
        ? new String[] {"VIP", "1", "STANDING", "1"}
        : new String[] {"STANDING", "1", "VIP", "1"};
  }

  @Test
  void tooFewTicketsAreSoldAndHeldToTheLastAndTheRestIsSoldOut() throws Exception {
    int few = CLIENTS * EACH / 3;
    leave(61, few);
    long payments = stack.payments.payments();
    long captures = stack.payments.captures();
    long voids = stack.payments.voids();
    List<SoapClient.Answer> answers =
        ask((client, i, id) ->
            isBuyer(i)
                ? client.purchase("nodes-last-buy-" + id, "EV-0061", "VIP", "1")
                : client.reserve(
                    "nodes-last-hold-" + id, "7", "EV-0061", SoapClient.lines("VIP", "1")));

    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200 && !answer.text("code").equals("SOLD_OUT"))
        .isEmpty();
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(few);
    cluster.awaitCaughtUp(SOON);
    for (MariaDbNode node : cluster.nodes()) {
      assertThat(number(node, available(61))).isZero();
      assertThat(number(node, sold(61)) + number(node, held(61))).isEqualTo(few);
    }
    long charged = stack.payments.captures() - captures;
    assertThat(charged).isEqualTo(number(cluster.nodes().getFirst(), sold(61)));
    assertThat(stack.payments.voids() - voids)
        .as("whoever lost after the look is not charged")
        .isEqualTo(stack.payments.payments() - payments - charged);
  }

  /** Every node gives back what is overdue, for its requests and in the background. */
  @Test
  void overdueTicketsGoToWhoeverReservesOnWhateverNode() throws Exception {
    int all = CLIENTS * 3;
    leave(62, all);
    for (int i = 0; i < all; i++) {
      SoapClient.Answer held =
          CLIENTS_OF_NODES
              .getFirst()
              .reserve("nodes-due-" + i, "7", "EV-0062", SoapClient.lines("VIP", "1"));
      assertThat(held.status()).as(held.body()).isEqualTo(200);
    }
    stack.update("UPDATE reservation SET expires_at = created_at WHERE event_id = 62");
    cluster.awaitCaughtUp(SOON);
    List<SoapClient.Answer> answers =
        AtOnce.run(
            all,
            i ->
                CLIENTS_OF_NODES
                    .get(i % NODES)
                    .reserve("nodes-new-" + i, "7", "EV-0062", SoapClient.lines("VIP", "1")));

    assertThat(answers).filteredOn(answer -> answer.status() != 200).isEmpty();
    cluster.awaitCaughtUp(SOON);
    for (MariaDbNode node : cluster.nodes()) {
      assertThat(number(node, available(62))).isZero();
      assertThat(number(node, held(62))).isEqualTo(all);
    }
  }

  /** One request of client {@code i}, whose requests have numbers of their own. */
  private interface Request {
    SoapClient.Answer ask(SoapClient client, int i, String id);
  }

  private static boolean isBuyer(int i) {
    return i % 2 == 0;
  }

  /** Each client asks its node, one request after the other, all clients at once. */
  private static List<SoapClient.Answer> ask(Request request) throws Exception {
    return AtOnce.run(
            CLIENTS,
            i -> {
              SoapClient client = CLIENTS_OF_NODES.get(i % NODES);
              List<SoapClient.Answer> answers = new ArrayList<>();
              for (int round = 0; round < EACH; round++) {
                answers.add(request.ask(client, i, i + "-" + round));
              }
              return answers;
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static void leave(long eventId, int available) throws SQLException {
    stack.update(
        "UPDATE stock SET available = ? WHERE ticket_type_id = ?", available, vipOf(eventId));
    cluster.awaitCaughtUp(SOON);
  }

  private static String available(long eventId) {
    return "SELECT available FROM stock WHERE ticket_type_id = " + vipOf(eventId);
  }

  private static String sold(long eventId) {
    return "SELECT COALESCE(SUM(quantity), 0) FROM order_line WHERE ticket_type_id = "
        + vipOf(eventId);
  }

  private static String held(long eventId) {
    return "SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_line l JOIN reservation r ON"
        + " r.id = l.reservation_id WHERE r.status = 'HELD' AND l.ticket_type_id = "
        + vipOf(eventId);
  }

  private static long number(MariaDbNode node, String query) throws SQLException {
    try (Connection connection = node.server().connect("turnstile");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
