package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that stay where they are: a cluster of four instances behind the proxy. */
class AffinityIT {

  private static final int USERS = 40;

  @TempDir Path folder;

  private final AtomicInteger sessions = new AtomicInteger();
  private final List<FakeUpstream> instances = new ArrayList<>();
  private final Gate gate = new Gate();

  /** Each instance answers with its name, and begins a session for whoever asks for one. */
  @BeforeEach
  void startInstances() {
    for (int i = 0; i < 4; i++) {
      String name = "i" + i;
      instances.add(
          FakeUpstream.start((request, out) -> {
            if (request.path().equals("/hold")) {
              gate.pass();
            }
            String id = "S" + sessions.incrementAndGet();
            return switch (request.path()) {
              case "/login" ->
                  FakeUpstream.reply(
                      out, "200 OK", name, "Set-Cookie: JSESSIONID=" + id + "; Path=/");
              case "/routed" ->
                  FakeUpstream.reply(
                      out, "200 OK", name, "Set-Cookie: JSESSIONID=" + id + "." + name);
              default -> FakeUpstream.reply(out, "200 OK", name);
            };
          }));
    }
  }

  @AfterEach
  void closeInstances() {
    gate.open();
    instances.forEach(FakeUpstream::close);
  }

  private Stage stage(String affinity, int... weights) throws IOException {
    FakeUpstream unused = FakeUpstream.answering("unused");
    return Stage.with(
        folder,
        unused,
        FakeUpstream.answering("fast"),
        yaml -> {
          StringBuilder lines = new StringBuilder();
          for (int i = 0; i < instances.size(); i++) {
            lines.append(
                "      - {name: i%d, weight: %d, url: \"http://127.0.0.1:%d\"}\n"
                    .formatted(i, weights.length == 0 ? 1 : weights[i], instances.get(i).port()));
          }
          String one =
              "      - {name: legacy-1, url: \"http://127.0.0.1:%d\"}\n".formatted(unused.port());
          return yaml.replace(one, lines + "    affinity: " + affinity + "\n");
        });
  }

  private static String call(Stage stage, String request) throws IOException {
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(request);
      assertThat(reply.status()).isEqualTo(200);
      return reply.body();
    }
  }

  private static String soap(String token) {
    return Stage.post(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
            + "<a:session xmlns:a=\"urn:auth\"><a:token>"
            + token
            + "</a:token></a:session></s:Header><s:Body><x:look xmlns:x=\"urn:shop\"/></s:Body>"
            + "</s:Envelope>");
  }

  /** Every user keeps one instance, and each instance has its tenth above or below the mean. */
  private static void requireEvenAndSteady(Map<String, List<String>> seen) {
    Map<String, Integer> users = new HashMap<>();
    seen.forEach((user, homes) -> {
      assertThat(new HashSet<>(homes)).as(user).hasSize(1);
      users.merge(homes.getFirst(), 1, Integer::sum);
    });
    assertThat(users).hasSize(4);
    assertThat(users.values()).allSatisfy(count -> assertThat(count).isBetween(9, 11));
  }

  @Test
  void usersBehindOneAddressSpreadByTheTokenOfTheirSoapHeader() throws Exception {
    try (Stage stage = stage("{key: [{soap-header: \"{urn:auth}token\"}], max-load: 100}")) {
      Map<String, List<String>> seen = new HashMap<>();
      for (int round = 0; round < 3; round++) {
        for (int user = 0; user < USERS; user++) {
          seen.computeIfAbsent("user " + user, _ -> new ArrayList<>())
              .add(call(stage, soap("token-" + user)));
        }
      }
      requireEvenAndSteady(seen);
    }
  }

  @Test
  void usersSpreadByFieldAndQueryToo() throws Exception {
    try (Stage stage = stage("{key: [{header: X-User}, {query: user}], max-load: 100}")) {
      Map<String, List<String>> seen = new HashMap<>();
      for (int round = 0; round < 2; round++) {
        for (int user = 0; user < USERS; user++) {
          String request =
              user % 2 == 0
                  ? Stage.get("/a", "X-User: u" + user)
                  : Stage.get("/a?x=1&user=u" + user);
          seen.computeIfAbsent("user " + user, _ -> new ArrayList<>()).add(call(stage, request));
        }
      }
      requireEvenAndSteady(seen);
    }
  }

  @Test
  void sessionsAreLearnedWhileNewUsersTakeTurns() throws Exception {
    try (Stage stage = stage("{mode: round-robin, learn: [JSESSIONID]}")) {
      Map<String, List<String>> seen = new HashMap<>();
      for (int user = 0; user < USERS; user++) {
        String path = user % 2 == 0 ? "/login" : "/routed";
        try (RawClient client = stage.client()) {
          RawClient.Reply login = client.call(Stage.get(path));
          String cookie = login.field("Set-Cookie").orElseThrow().split(";", -1)[0];
          List<String> homes = new ArrayList<>(List.of(login.body()));
          homes.add(call(stage, Stage.get("/a", "Cookie: " + cookie)));
          homes.add(call(stage, Stage.get("/a;" + cookie.replace("JSESSIONID", "jsessionid"))));
          homes.add(client.call(Stage.soap("look", "Cookie: x=1; " + cookie)).body());
          seen.put("user " + user, homes);
        }
      }
      requireEvenAndSteady(seen);
    }
  }

  @Test
  void signedCookieHoldsUsersAndIsNotSentAgain() throws Exception {
    Files.writeString(folder.resolve("secret"), "a-secret-of-more-than-22-characters\n");
    try (Stage stage = stage("{mode: round-robin, cookie: {secret-file: secret}}")) {
      Map<String, List<String>> seen = new HashMap<>();
      Set<String> cookies = new HashSet<>();
      for (int user = 0; user < USERS; user++) {
        try (RawClient client = stage.client()) {
          RawClient.Reply first = client.call(Stage.get("/a"));
          String cookie = first.field("Set-Cookie").orElseThrow().split(";", -1)[0];
          RawClient.Reply second = client.call(Stage.get("/a", "Cookie: " + cookie));
          assertThat(second.field("Set-Cookie")).isEmpty();
          seen.put("user " + user, List.of(first.body(), second.body()));
          cookies.add(cookie);
        }
      }
      requireEvenAndSteady(seen);
      assertThat(cookies).hasSize(4).allMatch(cookie -> cookie.startsWith("MATAPALO_ROUTE="));
    }
  }

  /** The upstream's own cookies arrive beside the proxy's. */
  @Test
  void cookieOfTheUpstreamIsKept() throws Exception {
    Files.writeString(folder.resolve("secret"), "a-secret-of-more-than-22-characters\n");
    try (Stage stage = stage("{cookie: {secret-file: secret, name: R, max-age: 1h}}");
        RawClient client = stage.client()) {
      List<String> set =
          client.call(Stage.get("/login")).fields().stream()
              .filter(field -> field.startsWith("Set-Cookie"))
              .toList();
      assertThat(set).hasSize(2);
      assertThat(set).anyMatch(field -> field.contains("JSESSIONID="));
      assertThat(set).anyMatch(field -> field.contains("R=") && field.contains("Max-Age=3600"));
    }
  }

  @Test
  void userOfALostInstanceMovesOnceAndTheCookieWithHim() throws Exception {
    Files.writeString(folder.resolve("secret"), "a-secret-of-more-than-22-characters\n");
    try (Stage stage = stage("{cookie: {secret-file: secret}}")) {
      try (RawClient client = stage.client()) {
        RawClient.Reply first = client.call(Stage.get("/a"));
        String cookie = first.field("Set-Cookie").orElseThrow().split(";", -1)[0];
        int home = Integer.parseInt(first.body().substring(1));
        instances.get(home).close();
        RawClient.Reply moved = client.call(Stage.get("/a", "Cookie: " + cookie));
        assertThat(moved.body()).isNotEqualTo(first.body());
        String next = moved.field("Set-Cookie").orElseThrow().split(";", -1)[0];
        assertThat(next).isNotEqualTo(cookie);
        RawClient.Reply after = client.call(Stage.get("/a", "Cookie: " + next));
        assertThat(after.body()).isEqualTo(moved.body());
        assertThat(after.field("Set-Cookie")).isEmpty();
      }
    }
  }

  @Test
  void instanceOfWeightZeroTakesNobodyNew() throws Exception {
    try (Stage stage = stage("{mode: round-robin, learn: [JSESSIONID]}", 1, 0, 1, 1)) {
      for (int i = 0; i < 12; i++) {
        assertThat(call(stage, Stage.get("/a"))).isNotEqualTo("i1");
      }
      assertThat(call(stage, Stage.get("/a", "Cookie: JSESSIONID=S.i1"))).isEqualTo("i1");
    }
  }

  @Test
  void fewestRequestsInFlightDecide() throws Exception {
    try (Stage stage = stage("{mode: least-connections}");
        RawClient first = stage.client();
        RawClient second = stage.client();
        RawClient third = stage.client();
        RawClient fourth = stage.client()) {
      for (RawClient client : List.of(first, second, third)) {
        client.send(Stage.get("/hold"));
        int waiting = List.of(first, second, third).indexOf(client) + 1;
        Stage.await()
            .until(() -> instances.stream().mapToInt(it -> it.received().size()).sum() == waiting);
      }
      assertThat(instances).filteredOn(it -> it.received().size() == 1).hasSize(3);
      Set<String> free = new HashSet<>();
      // On one connection, so that no request comes before the one before it has ended.
      for (int i = 0; i < 8; i++) {
        free.add(fourth.call(Stage.get("/a")).body());
      }
      assertThat(free).hasSize(1);
      gate.open();
      Set<String> busy = new HashSet<>();
      for (RawClient client : List.of(first, second, third)) {
        busy.add(client.reply().body());
      }
      assertThat(busy).hasSize(3).doesNotContainAnyElementsOf(free);
      Set<String> all = new HashSet<>();
      Stage.await()
          .until(() -> {
            all.add(fourth.call(Stage.get("/a")).body());
            return all.size() == 4;
          });
    }
  }
}
