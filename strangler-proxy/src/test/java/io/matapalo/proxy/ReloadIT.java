package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.SickUpstream.Mood;
import io.matapalo.proxy.config.ConfigFile.Change;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other settings while the proxy runs. */
class ReloadIT {

  private static final int CLIENTS = 8;

  @TempDir Path folder;
  private final AtomicInteger step = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  private Stage stage(FakeUpstream legacy) throws IOException {
    return Stage.with(
        folder,
        legacy,
        FakeUpstream.answering("from fast"),
        yaml -> "trusted-proxies: [127.0.0.1]\n" + yaml);
  }

  @Test
  void whatChangedIsInForceAndIsSaid() throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("from legacy"));
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("sell")).field("X-Matapalo-Side")).contains("legacy");
      ReloadReport report =
          stage.reload(yaml ->
              yaml.replace("name: look", "name: sell")
                      .replace("}look", "}sell")
                      .replace("io-threads: 2", "io-threads: 3")
                      .replace("timeout: 5m\n    queue", "timeout: 4m\n    queue")
                  + "count-sql: true\n");
      assertThat(report)
          .isEqualTo(
              new ReloadReport.Applied(
                  List.of(
                      new Change("clusters.legacy.timeout", "5m", "4m"),
                      new Change("count-sql", "(absent)", "true"),
                      new Change("operations[look].class", "read", "(absent)"),
                      new Change("operations[look].element", "{urn:shop}look", "(absent)"),
                      new Change("operations[look].fast", "fast", "(absent)"),
                      new Change("operations[look].name", "look", "(absent)"),
                      new Change("operations[look].path", "/shop/v1", "(absent)"),
                      new Change("operations[look].timeout", "5m", "(absent)"),
                      new Change("operations[sell].class", "(absent)", "read"),
                      new Change("operations[sell].element", "(absent)", "{urn:shop}sell"),
                      new Change("operations[sell].fast", "(absent)", "fast"),
                      new Change("operations[sell].name", "(absent)", "sell"),
                      new Change("operations[sell].path", "(absent)", "/shop/v1"),
                      new Change("operations[sell].timeout", "(absent)", "5m")),
                  List.of(new Change("io-threads", "2", "3"))));
      stage.cutOver("buy: fast", "sell: fast");
      await().until(() -> client.call(Stage.soap("sell")).body().equals("from fast"));
      assertThat(client.call(Stage.get("/matapalo/status")).body()).contains("\"sell\"");
    }
  }

  @Test
  void fileThatCannotBeUsedChangesNothing() throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("from legacy"));
        RawClient client = stage.client()) {
      for (String broken : List.of("clusters: 5", "no-such-key: 1", "a: [", "")) {
        assertThat(stage.reload(_ -> broken)).isInstanceOf(ReloadReport.Refused.class);
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
      }
      assertThat(stage.reload(yaml -> yaml))
          .isEqualTo(new ReloadReport.Applied(List.of(), List.of()));
    }
  }

  /**
   * Instances killed, restarted, drained, added, reweighted and removed in turn, and settings of
   * the connections changed, under load: only requests in flight on the killed one may fail, each
   * client one.
   */
  @Test
  void changesUnderLoadLoseNoRequestButThoseOnAKilledInstance() throws Exception {
    List<Thread> clients = new ArrayList<>();
    SickUpstream first = SickUpstream.in(Mood.WELL);
    SickUpstream second = SickUpstream.in(Mood.WELL);
    try (Stage stage = stage(FakeUpstream.answering("from legacy"))) {
      reload(stage, first.entry("one") + second.entry("two"), yaml -> yaml);
      for (int i = 0; i < CLIENTS; i++) {
        String from = "X-Forwarded-For: 203.0.113." + i;
        clients.add(Thread.ofVirtual().start(() -> ask(stage, from)));
      }
      settle();
      int killed = step.get();
      int port = second.port();
      second.close();
      settle();
      try (SickUpstream again = SickUpstream.wellAt(port)) {
        await().until(() -> again.received("POST") > 20);
        changeInTurn(stage, first.entry("one"), again.entry("two"));
        running.set(false);
        for (Thread client : clients) {
          client.join();
        }
      }
      List<Seen> failed = seen.stream().filter(it -> it.status() != 200).toList();
      assertThat(failed).allMatch(it -> it.begun() <= killed && killed <= it.ended());
      assertThat(failed).hasSizeLessThanOrEqualTo(CLIENTS);
    } finally {
      running.set(false);
      first.close();
      second.close();
    }
  }

  private void changeInTurn(Stage stage, String one, String two) throws IOException {
    settle();
    reload(stage, one.replace("}", ", weight: 9}") + two, yaml -> yaml);
    reload(stage, one.replace("}", ", weight: 0}") + two, yaml -> yaml);
    reload(stage, one + two, yaml -> yaml + "count-sql: true\n");
    reload(stage, two, yaml -> yaml.replace("queue-timeout: 5m", ""));
    assertThat(stage.reload(yaml -> yaml)).isInstanceOf(ReloadReport.Applied.class);
    settle();
    reload(stage, one + two, yaml -> yaml);
  }

  /** Other instances of legacy and another change, and then time for every client to see them. */
  private void reload(Stage stage, String entries, UnaryOperator<String> change)
      throws IOException {
    ReloadReport report =
        stage.reload(yaml -> change.apply(Stage.instancesOfLegacy(yaml, entries)));
    assertThat(report).isInstanceOf(ReloadReport.Applied.class);
    if (!seen.isEmpty()) {
      settle();
    }
  }

  private void settle() {
    int enough = seen.size() + 20 * CLIENTS;
    await().until(() -> seen.size() >= enough);
    step.incrementAndGet();
  }

  private void ask(Stage stage, String from) {
    int begun = step.get();
    try (RawClient client = stage.client()) {
      for (int i = 0; running.get(); i++) {
        begun = step.get();
        int status = client.call(Stage.soap(i % 2 == 0 ? "buy" : "look", from)).status();
        seen.add(new Seen(begun, step.get(), status));
      }
    } catch (IOException e) {
      seen.add(new Seen(begun, step.get(), -1));
    }
  }

  /** What a client got for one request, and the steps in which the request began and ended. */
  private record Seen(int begun, int ended, int status) {}
}
