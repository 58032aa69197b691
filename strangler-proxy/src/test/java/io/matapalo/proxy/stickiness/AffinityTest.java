package io.matapalo.proxy.stickiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.placement.AddressForm;
import io.matapalo.proxy.placement.RendezvousHash;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.stickiness.AffinitySettings.Mode;
import io.matapalo.proxy.stickiness.AffinitySettings.Sessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who goes where, and stays there. */
class AffinityTest {

  private static final IpAddress OFFICE = IpAddress.parse("198.51.100.7").orElseThrow();
  private static final String SECRET = "correct-horse-battery-staple";

  private final List<Instance> members = members(1, 1, 1, 1);

  private static List<Instance> members(int... weights) {
    List<Instance> members = new ArrayList<>();
    for (int weight : weights) {
      members.add(new Instance("i" + members.size(), "127.0.0.1", 80, weight));
    }
    return members;
  }

  private static AffinitySettings settings(
      Mode mode,
      List<KeySource> key,
      int maxLoad,
      Sessions sessions,
      Optional<RouteCookie> cookie) {
    return new AffinitySettings(mode, key, maxLoad, AddressForm.NATIVE, Map.of(), sessions, cookie);
  }

  private static Sessions learning(Map<String, String> routes) {
    return new Sessions(List.of("JSESSIONID"), routes, 1_000, Duration.ofMinutes(30));
  }

  private static RouteCookie cookie(String... secrets) {
    return new RouteCookie(
        "legacy", "ROUTE", List.of(secrets), Optional.empty(), RouteCookie.Reach.ANY);
  }

  private static Affinity affinity(AffinitySettings settings) {
    return new Affinity(settings, InstantSource.system());
  }

  private Instance first(Affinity affinity, FakeRequest request) {
    return affinity.order(OFFICE, request, members, members).getFirst();
  }

  private static FakeRequest with(String cookie) {
    return FakeRequest.empty().with("Cookie", cookie);
  }

  @Test
  void withoutSettingsTheAddressAloneDecidesAsBefore() {
    Affinity affinity = affinity(AffinitySettings.defaults());
    for (int i = 0; i < 100; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + i);
      assertThat(affinity.order(client, with("JSESSIONID=1"), members, members))
          .isEqualTo(RendezvousHash.order(client, members));
    }
    assertThat(affinity.watchesAnswers()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void orderHasEveryUsableInstanceOnce(Mode mode) {
    Affinity affinity =
        affinity(settings(mode, List.of(), 0, Sessions.defaults(), Optional.empty()));
    for (int i = 0; i < 50; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + 977L * i);
      List<Instance> usable = i % 2 == 0 ? members : members.subList(1, 3);
      assertThat(affinity.order(client, FakeRequest.empty(), members, usable))
          .containsExactlyInAnyOrderElementsOf(usable);
    }
  }

  @Test
  void fortyUsersBehindOneAddressSpreadEvenlyAndNeverFlap() {
    KeySource token = new KeySource.SoapHeader(new QualifiedName("urn:a", "token"));
    Affinity affinity =
        affinity(
            settings(Mode.IP_HASH, List.of(token), 100, Sessions.defaults(), Optional.empty()));
    Map<Integer, Set<Instance>> seen = new HashMap<>();
    Map<Instance, Integer> counts = new HashMap<>();
    for (int round = 0; round < 20; round++) {
      for (int user = 0; user < 40; user++) {
        Instance home = first(affinity, FakeRequest.empty().saying("token-" + user));
        seen.computeIfAbsent(user, _ -> new HashSet<>()).add(home);
        if (round == 0) {
          counts.merge(home, 1, Integer::sum);
        }
      }
    }
    assertThat(seen.values()).allSatisfy(homes -> assertThat(homes).hasSize(1));
    assertThat(counts.values()).hasSize(4).allSatisfy(count -> assertThat(count).isEqualTo(10));
  }

  @Test
  void firstPlaceThatARequestHasCounts() {
    List<KeySource> key = List.of(new KeySource.Header("X-User"), new KeySource.Query("user"));
    Affinity affinity =
        affinity(settings(Mode.IP_HASH, key, 0, Sessions.defaults(), Optional.empty()));
    Set<Instance> homes = new HashSet<>();
    for (int user = 0; user < 50; user++) {
      FakeRequest request = FakeRequest.empty().with("X-User", "u" + user);
      Instance home = first(affinity, request);
      assertThat(first(affinity, request.at("/", "user=other"))).isEqualTo(home);
      homes.add(home);
    }
    assertThat(homes).hasSize(4);
    assertThat(first(affinity, FakeRequest.empty()))
        .isEqualTo(RendezvousHash.order(OFFICE, members).getFirst());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void learnedSessionStaysWhereItBegan(Mode mode) {
    Affinity affinity =
        affinity(settings(mode, List.of(), 0, learning(Map.of()), Optional.empty()));
    for (int session = 0; session < 40; session++) {
      Instance home = first(affinity, FakeRequest.empty());
      affinity.answered(
          home, FakeRequest.empty(), List.of("x=1", "JSESSIONID=S" + session + "; Path=/"));
      for (int request = 0; request < 5; request++) {
        assertThat(first(affinity, with("JSESSIONID=S" + session))).isEqualTo(home);
        assertThat(first(affinity, FakeRequest.empty().at("/a;jsessionid=S" + session, "")))
            .isEqualTo(home);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void sessionThatNobodyKnowsDoesNotFlapEither(Mode mode) {
    Affinity affinity =
        affinity(settings(mode, List.of(), 0, learning(Map.of()), Optional.empty()));
    for (int session = 0; session < 20; session++) {
      FakeRequest request = with("JSESSIONID=before-restart-" + session);
      Instance home = first(affinity, request);
      for (int i = 0; i < 5; i++) {
        assertThat(first(affinity, request)).isEqualTo(home);
      }
    }
  }

  @Test
  void routeSuffixNamesTheInstance() {
    Affinity affinity =
        affinity(
            settings(
                Mode.ROUND_ROBIN, List.of(), 0, learning(Map.of("n2", "i2")), Optional.empty()));
    for (int i = 0; i < 5; i++) {
      assertThat(first(affinity, with("JSESSIONID=S.n2")).name()).isEqualTo("i2");
      assertThat(first(affinity, with("JSESSIONID=S.i3")).name()).isEqualTo("i3");
      assertThat(first(affinity, with("JSESSIONID=S.gone.i1.i0")).name()).isEqualTo("i1");
      assertThat(first(affinity, with("JSESSIONID=S.gone; JSESSIONID=S.i0")).name())
          .isEqualTo("i0");
    }
  }

  @Test
  void cookieThatIsAKeyIsLearnedFromTheAnswerThatSetIt() {
    Affinity affinity =
        affinity(
            settings(
                Mode.IP_HASH,
                List.of(new KeySource.Cookie("sid")),
                0,
                Sessions.defaults(),
                Optional.empty()));
    Instance home = first(affinity, FakeRequest.empty());
    for (int user = 0; user < 30; user++) {
      affinity.answered(home, FakeRequest.empty(), List.of("sid=" + user));
      assertThat(first(affinity, with("sid=" + user))).isEqualTo(home);
    }
  }

  @Test
  void signedCookieHoldsAClientAndIsSentOnce() {
    Affinity affinity =
        affinity(
            settings(
                Mode.ROUND_ROBIN, List.of(), 0, Sessions.defaults(), Optional.of(cookie(SECRET))));
    Instance home = first(affinity, FakeRequest.empty());
    String set = affinity.answered(home, FakeRequest.empty(), List.of()).orElseThrow();
    assertThat(set)
        .matches("ROUTE=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax")
        .doesNotContain(home.name());
    FakeRequest next = with("a=b; " + set.substring(0, set.indexOf(';')));
    for (int i = 0; i < 10; i++) {
      assertThat(first(affinity, next)).isEqualTo(home);
    }
    assertThat(affinity.answered(home, next, List.of())).isEmpty();
    List<Instance> left = new ArrayList<>(members);
    left.remove(home);
    Instance other = affinity.order(OFFICE, next, members, left).getFirst();
    assertThat(other).isNotEqualTo(home);
    assertThat(affinity.answered(other, next, List.of())).isPresent();
  }

  @Test
  void cookieOfAnotherSecretOrClusterNamesNobody() {
    RouteCookie mine = cookie(SECRET);
    RouteCookie other = cookie("another-secret-of-28-characters");
    RouteCookie elsewhere =
        new RouteCookie("fast", "ROUTE", List.of(SECRET), Optional.empty(), RouteCookie.Reach.ANY);
    Set<String> known = mine.valuesFor(members).instances().keySet();
    assertThat(known).hasSize(4);
    assertThat(other.valuesFor(members).instances().keySet()).doesNotContainAnyElementsOf(known);
    assertThat(elsewhere.valuesFor(members).instances().keySet())
        .doesNotContainAnyElementsOf(known);
    RouteCookie rolled = cookie("the-new-secret-of-27-characters", SECRET);
    assertThat(rolled.valuesFor(members).instances().keySet()).containsAll(known).hasSize(8);
    assertThat(rolled.valuesFor(members).current().values()).doesNotContainAnyElementsOf(known);
  }

  @Test
  void drainingInstanceKeepsWhoHasItsCookie() {
    Affinity affinity =
        affinity(
            settings(Mode.IP_HASH, List.of(), 0, Sessions.defaults(), Optional.of(cookie(SECRET))));
    Instance home = first(affinity, FakeRequest.empty());
    String set = affinity.answered(home, FakeRequest.empty(), List.of()).orElseThrow();
    FakeRequest known = with(set.substring(0, set.indexOf(';')));
    List<Instance> draining =
        members.stream()
            .map(it -> it.equals(home) ? new Instance(it.name(), it.host(), it.port(), 0) : it)
            .toList();
    assertThat(affinity.order(OFFICE, known, draining, draining).getFirst().name())
        .isEqualTo(home.name());
    assertThat(affinity.order(OFFICE, FakeRequest.empty(), draining, draining).getFirst().name())
        .isNotEqualTo(home.name());
  }

  @Test
  void cookieSaysHowLongAndWhereItHolds() {
    RouteCookie strict =
        new RouteCookie(
            "legacy",
            "R",
            List.of(SECRET),
            Optional.of(Duration.ofHours(1)),
            RouteCookie.Reach.TLS_ONLY);
    assertThat(strict.setCookie("v"))
        .isEqualTo("R=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure");
    assertThatThrownBy(() -> cookie("short"))
        .hasMessage("each secret must have at least 22 characters, the shortest had 5");
    assertThatThrownBy(() -> cookie()).hasMessageContaining("the shortest had 0");
  }

  @Test
  void fewestRequestsCountOnlyWhereTheModeAsks() {
    Affinity least =
        affinity(
            settings(Mode.LEAST_CONNECTIONS, List.of(), 0, Sessions.defaults(), Optional.empty()));
    Instance busy = first(least, FakeRequest.empty());
    Runnable end = least.counted(busy).orElseThrow();
    for (int i = 0; i < 12; i++) {
      assertThat(first(least, FakeRequest.empty())).isNotEqualTo(busy);
    }
    end.run();
    Set<Instance> seen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      seen.add(first(least, FakeRequest.empty()));
    }
    assertThat(seen).hasSize(4);
    assertThat(affinity(AffinitySettings.defaults()).counted(busy)).isEmpty();
  }
}
