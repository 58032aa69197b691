package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections an upstream sees, and which client a connection serves. */
class ConnectionsIT {

  private static final int REQUESTS = 60;
  private static final int STRANGE = 250;

  @TempDir Path folder;
  private final Map<Integer, String> users = new ConcurrentHashMap<>();
  private final Map<Integer, String> beginners = new ConcurrentHashMap<>();

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private void start(FakeUpstream upstream, UnaryOperator<String> change) throws IOException {
    legacy = upstream;
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"), change);
  }

  private static UnaryOperator<String> legacyWith(String setting) {
    return yaml -> yaml.replace("    queue-timeout: 5m", "    queue-timeout: 5m\n    " + setting);
  }

  /** An idle connection of one I/O thread kept such a server from the other one's. */
  @Test
  void serverOfOneConnectionAtATimeServesBothThreads() throws IOException {
    start(
        FakeUpstream.oneConnectionAtATime(
            (request, out) -> FakeUpstream.reply(out, "200 OK", "ok")),
        legacyWith("max-connections: 1"));
    for (int i = 0; i < REQUESTS; i++) {
      try (RawClient client = stage.client()) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void serverOfOneConnectionAtATimeServesManyClientsAtOnce() throws Exception {
    start(
        FakeUpstream.oneConnectionAtATime(
            (request, out) -> FakeUpstream.reply(out, "200 OK", "ok")),
        legacyWith("max-connections: 1"));
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      clients.add(
          Thread.ofVirtual()
              .start(() -> {
                try (RawClient client = stage.client()) {
                  answers.add(client.call(Stage.soap("buy")).body());
                } catch (IOException e) {
                  answers.add(e.toString());
                }
              }));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertThat(answers).hasSize(REQUESTS).containsOnly("ok");
  }

  @Test
  void idleConnectionIsClosedWhenItsTimeIsOver() throws IOException {
    start(FakeUpstream.answering("ok"), legacyWith("idle-connection-life: 100ms"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      await().until(() -> legacy.openConnections() == 0);
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
    assertThat(legacy.connections()).isEqualTo(2);
  }

  /** Logs connections in, as IIS does with NTLM: by two messages that follow each other on one. */
  private boolean login(RecordedRequest request, OutputStream out) throws IOException {
    int connection = request.connection();
    String[] credentials = request.header("Authorization").orElse(" ").split(" ", 2);
    String token = credentials.length < 2 ? "" : credentials[1];
    if (token.startsWith("begin-")) {
      beginners.put(connection, token.substring(6));
      return FakeUpstream.reply(out, "401 X", "", "WWW-Authenticate: NTLM challenge");
    }
    if (token.startsWith("end-") && token.substring(4).equals(beginners.get(connection))) {
      users.put(connection, token.substring(4));
    }
    String user = users.get(connection);
    return user == null
        ? FakeUpstream.reply(out, "401 X", "", "WWW-Authenticate: NTLM")
        : FakeUpstream.reply(out, "200 OK", "hello " + user);
  }

  private static RawClient.Reply login(RawClient client, String scheme, String user)
      throws IOException {
    client.call(Stage.soap("look", "Authorization: " + scheme + " begin-" + user));
    return client.call(Stage.soap("look", "Authorization: " + scheme + " end-" + user));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM", "Negotiate", "ntlm"})
  void loginOfOneClientIsNobodyElses(String scheme) throws IOException {
    start(FakeUpstream.start(this::login), yaml -> yaml.replace("io-threads: 2", "io-threads: 1"));
    try (RawClient alice = stage.client();
        RawClient bob = stage.client()) {
      assertThat(login(alice, scheme, "alice").body()).isEqualTo("hello alice");
      assertThat(alice.call(Stage.soap("look")).body()).isEqualTo("hello alice");
      assertThat(bob.call(Stage.soap("look")).status()).isEqualTo(401);
      assertThat(login(bob, scheme, "bob").body()).isEqualTo("hello bob");
      assertThat(alice.call(Stage.soap("look")).body()).isEqualTo("hello alice");
    }
    await().until(() -> legacy.openConnections() <= 1);
    try (RawClient carol = stage.client()) {
      assertThat(carol.call(Stage.soap("look")).status()).isEqualTo(401);
    }
  }

  @Test
  void thousandRequestsOfClientsThatLogInAtOnceAreAnsweredAsTheirOwn() throws Exception {
    start(FakeUpstream.start(this::login), yaml -> yaml);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (String user : List.of("alice", "bob", "carol", "dave")) {
      clients.add(
          Thread.ofVirtual()
              .start(() -> {
                try (RawClient client = stage.client()) {
                  for (int i = 0; i < 50; i++) {
                    expect(user, login(client, "NTLM", user), wrong);
                    for (int k = 0; k < 3; k++) {
                      expect(user, client.call(Stage.soap("look")), wrong);
                    }
                  }
                } catch (IOException e) {
                  wrong.add(e.toString());
                }
              }));
    }
    clients.add(Thread.ofVirtual().start(() -> askAsAStranger(wrong)));
    for (Thread client : clients) {
      client.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(legacy.received()).hasSize(1_000 + STRANGE);
    assertThat(legacy.connections()).isEqualTo(5);
  }

  /** Who does not log in is answered as nobody, however many others do. */
  private void askAsAStranger(Queue<String> wrong) {
    try (RawClient stranger = stage.client()) {
      for (int i = 0; i < STRANGE; i++) {
        RawClient.Reply reply = stranger.call(Stage.soap("look"));
        if (reply.status() != 401) {
          wrong.add("a stranger got " + reply.status() + " " + reply.body());
        }
      }
    } catch (IOException e) {
      wrong.add(e.toString());
    }
  }

  private static void expect(String user, RawClient.Reply reply, Queue<String> wrong) {
    if (!reply.body().equals("hello " + user)) {
      wrong.add(user + " got " + reply.status() + " " + reply.body());
    }
  }

  /** Where there is no room for both, a client has to log in again: it never becomes another. */
  @Test
  void lackOfRoomEndsLoginsAndMixesNone() throws IOException {
    start(FakeUpstream.start(this::login), legacyWith("max-connections: 1"));
    try (RawClient alice = stage.client();
        RawClient bob = stage.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(login(alice, "NTLM", "alice").body()).isEqualTo("hello alice");
        assertThat(bob.call(Stage.soap("look")).status()).isEqualTo(401);
        assertThat(login(bob, "NTLM", "bob").body()).isEqualTo("hello bob");
        assertThat(alice.call(Stage.soap("look")).status()).isEqualTo(401);
      }
    }
  }

  @Test
  void operationOfTheCatalogueCanBindItsConnectionToo() throws IOException {
    start(
        FakeUpstream.start((request, out) -> {
          if (request.content().contains("buy")) {
            users.put(request.connection(), "buyer");
          }
          return FakeUpstream.reply(
              out, "200 OK", users.getOrDefault(request.connection(), "nobody"));
        }),
        yaml ->
            yaml.replace("io-threads: 2", "io-threads: 1")
                .replaceFirst("(class: unsafe\n)", "$1    connection-bound: true\n"));
    try (RawClient buyer = stage.client();
        RawClient other = stage.client()) {
      assertThat(buyer.call(Stage.soap("buy")).body()).isEqualTo("buyer");
      assertThat(other.call(Stage.soap("look")).body()).isEqualTo("nobody");
      assertThat(buyer.call(Stage.soap("look")).body()).isEqualTo("buyer");
    }
  }
}
