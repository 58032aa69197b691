package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.SickUpstream.Mood;
import io.matapalo.proxy.resilience.RetryBudget;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are sick in every way, and clients who should not see it. */
class InstancesIT {

  private static final int ADDRESSES = 30;

  @TempDir Path folder;

  private Stage stage(UnaryOperator<String> change) throws IOException {
    return Stage.with(
        folder, FakeUpstream.answering("unused"), FakeUpstream.answering("unused"), change);
  }

  /** The legacy cluster of these instances, with short times and clients told apart. */
  private static String cluster(String yaml, String entries, String settings) {
    return "trusted-proxies: [127.0.0.1]\n"
        + Stage.instancesOfLegacy(yaml, entries + "    " + settings + "\n");
  }

  private static List<Integer> statuses(RawClient client) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      statuses.add(client.call(Stage.soap("look", "X-Forwarded-For: 203.0.113." + i)).status());
    }
    return statuses;
  }

  private static int count(RawClient client, String state) throws IOException {
    String status = client.call(Stage.get("/matapalo/status")).body();
    return status.split("\"state\":\"" + state + "\"", -1).length - 1;
  }

  /**
   * One of three answers 503 to all and one hangs: each had kept its third of the clients. The
   * deadline is minutes away; requests that stall go on, and as many as the budget has saved up are
   * sent once more in the end.
   */
  @Test
  void sickInstancesAreLeftOutAfterTheFirstFailuresAndHeal() throws Exception {
    List<RawClient> first = new ArrayList<>();
    try (SickUpstream good = SickUpstream.in(Mood.WELL);
        SickUpstream down = SickUpstream.in(Mood.ANSWERS_503);
        SickUpstream hung = SickUpstream.in(Mood.HANGS);
        Stage stage =
            stage(yaml ->
                cluster(
                    yaml,
                    good.entry("good") + down.entry("down") + hung.entry("hung"),
                    "retry-percent: 100\n    outliers: {failures: 3, ejection: 100ms, hang-after: 2s}"));
        RawClient client = stage.client()) {
      for (int i = 0; i < ADDRESSES; i++) {
        first.add(stage.client().send(Stage.soap("look", "X-Forwarded-For: 203.0.113." + i)));
      }
      await().until(() -> count(client, "serving") == 2);
      // While their first and second ejection times pass, and their probes fail.
      do {
        assertThat(statuses(client)).containsOnly(200);
      } while (down.received("GET") < 2);
      long before = hung.received("POST");
      down.becomes(Mood.WELL);
      hung.becomes(Mood.WELL);
      List<Integer> ends = new ArrayList<>();
      for (RawClient each : first) {
        ends.add(each.reply().status());
        each.close();
      }
      assertThat(ends).containsAnyOf(200).isSubsetOf(200, 502, 503);
      assertThat(ends.stream().filter(status -> status == 502))
          .hasSize(Math.max(0, hung.stalled() - RetryBudget.RESERVE));
      await()
          .until(() -> {
            assertThat(statuses(client)).containsOnly(200);
            return count(client, "serving") == 4;
          });
      assertThat(statuses(client)).containsOnly(200);
      assertThat(hung.received("POST")).isGreaterThan(before);
    }
  }

  @Test
  void soapFaultsOfEveryRequestEjectNobody() throws Exception {
    try (FakeUpstream faults =
            FakeUpstream.start((request, out) ->
                FakeUpstream.reply(
                    out, "500 Internal Server Error", "<fault/>", "Content-Type: text/xml"));
        SickUpstream good = SickUpstream.in(Mood.WELL);
        Stage stage =
            stage(yaml ->
                cluster(
                    yaml,
                    good.entry("good")
                        + "      - {name: faults, url: \"http://127.0.0.1:%d\"}\n"
                            .formatted(faults.port()),
                    "outliers: {failures: 1}"));
        RawClient client = stage.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(statuses(client)).containsOnly(200, 500);
      }
      assertThat(count(client, "serving")).isEqualTo(3);
    }
  }

  /** The check asks what the operator wants asked, and the answer decides. */
  @Test
  void activeCheckTakesAnInstanceOutWithoutAnyClient() throws Exception {
    String check =
        "health-check: {kind: soap, path: /shop/v1, soap-action: ping, body: '<ping/>',"
            + " expect: well, interval: 50ms, failures: 2, successes: 2}";
    try (SickUpstream good = SickUpstream.in(Mood.WELL);
        SickUpstream sick = SickUpstream.in(Mood.ANSWERS_503);
        Stage stage = stage(yaml -> cluster(yaml, good.entry("good") + sick.entry("sick"), check));
        RawClient client = stage.client()) {
      await().until(() -> count(client, "unhealthy") == 1);
      long before = sick.received("POST");
      await().until(() -> sick.received("POST") > before);
      assertThat(sick.upstream().received())
          .allMatch(request -> request.text().equals("<ping/>"))
          .allMatch(request -> request.header("SOAPAction").orElse("").equals("\"ping\""));
      assertThat(statuses(client)).containsOnly(200);
      sick.becomes(Mood.WELL);
      await().until(() -> count(client, "unhealthy") == 0);
    }
  }

  /** Weight 0 takes nobody; when nobody is left, the client learns it at once. */
  @Test
  void weightZeroTakesNoNewClient() throws Exception {
    try (SickUpstream one = SickUpstream.in(Mood.WELL);
        SickUpstream two = SickUpstream.in(Mood.WELL);
        Stage stage =
            stage(yaml ->
                cluster(
                    yaml, one.entry("one") + two.entry("two").replace("}", ", weight: 0}"), ""));
        RawClient client = stage.client()) {
      assertThat(statuses(client)).containsOnly(200);
      assertThat(two.received("POST")).isZero();
      assertThat(stage.reload(yaml -> yaml.replace("name: one,", "name: one, weight: 0,")))
          .as("a file that leaves nobody for new clients")
          .isInstanceOf(ReloadReport.Refused.class);
      assertThat(statuses(client)).containsOnly(200);
      stage.reload(yaml -> yaml.replace("weight: 0", "weight: 3"));
      assertThat(statuses(client)).containsOnly(200);
      assertThat(two.received("POST")).isPositive();
    }
  }

  /**
   * A host name may have an underscore, and each of its addresses is tried before it is given up.
   */
  @Test
  void nameIsResolvedAndEachOfItsAddressesTried() throws Exception {
    try (SickUpstream good = SickUpstream.in(Mood.WELL);
        Stage stage =
            stage(yaml -> cluster(yaml, good.entry("one").replace("127.0.0.1", "localhost"), ""));
        RawClient client = stage.client()) {
      assertThat(statuses(client)).containsOnly(200);
      assertThat(statuses(client)).containsOnly(200);
      assertThat(count(client, "serving")).isEqualTo(2);
    }
  }
}
