package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.SickUpstream.Mood;
import io.matapalo.testkit.server.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to instances and to the proxy itself in a long life, one after the other, under
 * load: drain, weights, addition, removal, death and return of an instance, reload, replacement of
 * the process. Only unsafe requests that were under way on the killed instance may fail.
 */
@Tag("deep")
class RollingChangesIT {

  private static final String TOKEN = "0123456789abcdef";
  private static final int CLIENTS = 8;

  @TempDir Path folder;
  private final int adminPort = FreePorts.next(1).getFirst();
  private final SteadyLoad load = new SteadyLoad(CLIENTS);
  private final List<ProxyProcess> started = new ArrayList<>();
  private final List<SickUpstream> upstreams = new ArrayList<>();
  private final SickUpstream one = keep(SickUpstream.in(Mood.WELL));
  private final SickUpstream two = keep(SickUpstream.in(Mood.WELL));
  private final SickUpstream three = keep(SickUpstream.in(Mood.WELL));
  private final SickUpstream four = keep(SickUpstream.in(Mood.WELL));

  @AfterEach
  void endAll() {
    load.stop();
    started.forEach(ProxyProcess::close);
    upstreams.forEach(SickUpstream::close);
  }

  private SickUpstream keep(SickUpstream upstream) {
    upstreams.add(upstream);
    return upstream;
  }

  private ProxyProcess start(String... options) throws IOException {
    ProxyProcess process = ProxyProcess.start(folder.resolve("proxy.yaml"), options);
    started.add(process);
    return process;
  }

  private void configure(String... entries) throws IOException {
    Files.writeString(folder.resolve("token"), TOKEN);
    String cluster = String.join("", entries) + "    outliers: {ejection: 100ms}\n";
    Files.writeString(
        folder.resolve("proxy.yaml"),
        "admin: {port: %d, token-file: token}\ntrusted-proxies: [127.0.0.1]\n".formatted(adminPort)
            + Stage.instancesOfLegacy(Stage.yaml(1, 1), cluster));
  }

  /** What the operator asks of the process that has the admin port. */
  private void operate(String path) {
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> {
          try (RawClient client = RawClient.to(adminPort)) {
            RawClient.Reply reply =
                client.call(
                    "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(path, TOKEN));
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
          }
        });
    load.awaitMore();
  }

  private void awaitTakes(SickUpstream instance) {
    long before = instance.received("POST");
    await().until(() -> instance.received("POST") > before + CLIENTS);
  }

  private ProxyProcess replace(ProxyProcess process, int port) throws Exception {
    ProxyProcess next =
        start("--port", Integer.toString(port), "--replace", Long.toString(process.pid()));
    assertThat(next.readyPort()).isEqualTo(port);
    assertThat(process.exitCode()).isEqualTo(ProxyProcess.KILLED_BY_SIGTERM);
    load.awaitMore();
    return next;
  }

  @Test
  void onlyUnsafeRequestsUnderWayOnAKilledInstanceFail() throws Exception {
    configure(one.entry("one"), two.entry("two"), three.entry("three"));
    ProxyProcess process = start("--port", "0");
    int port = process.readyPort();
    load.start(port);
    load.awaitMore();
    drainAndWeigh();
    add();
    SickUpstream again = killAndRestart();
    load.step("replacement");
    process = replace(process, port);
    awaitTakes(again);
    remove();
    load.step("second replacement");
    process = replace(process, port);
    awaitTakes(two);
    load.stop();
    requireOthersUnharmed();
    assertThat(process.errors()).doesNotContain("ERROR");
  }

  private void drainAndWeigh() {
    load.step("drain");
    operate("/clusters/legacy/instances/two/drain");
    long atDrain = two.received("POST");
    load.awaitMore();
    assertThat(two.received("POST")).as("requests to a drained instance").isEqualTo(atDrain);
    operate("/clusters/legacy/instances/two/undrain");
    awaitTakes(two);
    load.step("weight");
    operate("/clusters/legacy/instances/one/weight/9");
  }

  private void add() throws IOException {
    load.step("addition");
    configure(one.entry("one"), two.entry("two"), three.entry("three"), four.entry("four"));
    operate("/reload");
    awaitTakes(four);
  }

  private SickUpstream killAndRestart() {
    load.step("death");
    three.close();
    load.awaitMore();
    load.step("return");
    SickUpstream again = keep(SickUpstream.wellAt(three.port()));
    awaitTakes(again);
    return again;
  }

  private void remove() throws IOException {
    load.step("removal");
    configure(one.entry("one"), two.entry("two"), three.entry("three"));
    operate("/reload");
    four.close();
    load.awaitMore();
  }

  private void requireOthersUnharmed() {
    assertThat(load.failures()).allMatch(it -> it.isOfUnsafe() && it.isWithin("death"));
    assertThat(load.failures()).hasSizeLessThanOrEqualTo(CLIENTS);
    List<String> purchases = upstreams.stream().flatMap(RollingChangesIT::purchases).toList();
    assertThat(purchases).doesNotHaveDuplicates().containsAll(load.bought());
    assertThat(purchases).noneMatch(load.unheard()::contains);
  }

  private static Stream<String> purchases(SickUpstream upstream) {
    return upstream.upstream().received().stream()
        .filter(request -> request.content().contains("buy"))
        .map(request -> request.header(SteadyLoad.ID).orElseThrow());
  }
}
