package io.matapalo.perf.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.matapalo.perf.bench.engine.PlannedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkloadTest {
  private static final Path CHECKOUT = Path.of("workloads/checkout.yaml");
  private static final String BOUGHT =
      "<o:order xmlns:o=\"x\"><o:orderReference>T-1</o:orderReference></o:order>";

  @TempDir private Path folder;

  private static String body(PlannedRequest request) {
    return StandardCharsets.UTF_8.decode(request.request().body()).toString();
  }

  private static Workload checkout(long seed) {
    return Workload.of(WorkloadFile.read(CHECKOUT), "run1", new SplittableRandom(seed));
  }

  private static List<String> values(String element, String body) {
    Matcher matcher = Pattern.compile("<" + element + ">([^<]*)<").matcher(body);
    return matcher.results().map(result -> result.group(1)).toList();
  }

  private WorkloadFile file(String yaml) throws IOException {
    Path file = folder.resolve("w.yaml");
    Files.writeString(file, yaml);
    return WorkloadFile.read(file);
  }

  @Test
  void sameSeedSendsTheSame() {
    Workload one = checkout(5);
    Workload same = checkout(5);
    for (int i = 0; i < 200; i++) {
      assertThat(body(one.next())).isEqualTo(body(same.next()));
    }
    assertThat(body(checkout(6).next())).isNotEqualTo(body(checkout(5).next()));
  }

  @Test
  void purchasesAreValidAndTheirEventsSpread() {
    Workload workload = checkout(1);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 2 * 199; i++) {
      // Nothing is learnt, so every request is a purchase.
      String body = body(workload.next());
      events.addAll(values("eventCode", body));
      assertThat(CardNumbers.isValid(values("number", body).getFirst())).isTrue();
      assertThat(values("requestId", body).getFirst()).matches("run1-[0-9]+");
      assertThat(Integer.parseInt(values("customerId", body).getFirst())).isBetween(1, 2000);
      assertThat(values("ticketTypeCode", body)).containsExactly("STANDING", "SEATED", "VIP");
    }
    assertThat(events.subList(0, 199)).doesNotHaveDuplicates().doesNotContain("EV-0200");
    assertThat(events.subList(150, 349)).as("across rounds").doesNotHaveDuplicates();
  }

  @Test
  void mixFollowsTheRatesOnceOrdersAreKnown() {
    Workload workload = checkout(2);
    workload.next().onSuccess().accept(BOUGHT);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      PlannedRequest request = workload.next();
      counts.merge(request.operation(), 1, Integer::sum);
      if (request.operation().equals("Checkout.getOrder")) {
        assertThat(values("orderReference", body(request))).containsExactly("T-1");
      }
    }
    assertThat(counts.getOrDefault("Checkout.getOrder", 0) / 4_000.0)
        .isCloseTo(0.75, within(0.001));
  }

  @Test
  void rateScalesTheWholeMix() {
    WorkloadFile scaled = WorkloadFile.read(CHECKOUT).atRate(40);
    assertThat(scaled.operations())
        .extracting(WorkloadFile.OperationSpec::rate)
        .containsExactly(10.0, 30.0);
  }

  @Test
  void hotShareSendsThatShareToOneValue() throws IOException {
    WorkloadFile file =
        file(
            """
            name: hot
            clients: 1
            application-fault: "{n}f"
            operations:
              - {name: a, rate: 1, path: /, template: "<e>${e}</e>",
                 slots: {e: {kind: spread, from: 1, to: 100, format: "E%d", hot-share: 0.5}}}
            """);
    Workload workload = Workload.of(file, "r", new SplittableRandom(3));
    long hot =
        Stream.generate(() -> body(workload.next()))
            .limit(2_000)
            .filter("<e>E1</e>"::equals)
            .count();
    assertThat(hot / 2_000.0).isCloseTo(0.505, within(0.04));
  }

  @Test
  void slotWithoutSourceUnknownKeyAndBadRateAreNamed() {
    assertThatThrownBy(() -> Workload.of(file(minimal("1", "${x}")), "r", new SplittableRandom(1)))
        .hasMessageContaining("not declared: [x]");
    assertThatThrownBy(() -> file(minimal("1", "a") + "color: red\n"))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining("color");
    assertThatThrownBy(() -> file(minimal("0", "a"))).hasMessageContaining("rate must be above 0");
  }

  @Test
  void plannedRequestIsPrintedWithoutItsCard() {
    PlannedRequest request = checkout(1).next();
    assertThat(request.toString()).doesNotContain("453987");
    assertThat(request.request().toString()).doesNotContain("453987");
  }

  @Test
  void answerValuesAreFoundByNameNotByChance() {
    assertThat(AnswerValues.textOf("ref", "<a>ref</a><x:ref> T </x:ref>")).contains("T");
    assertThat(AnswerValues.textOf("ref", "<preref>1</preref></ref>")).isEmpty();
    assertThat(AnswerValues.textOf("ref", "")).isEmpty();
  }

  private static String minimal(String rate, String template) {
    return """
    name: m
    clients: 1
    application-fault: "{n}f"
    operations:
      - {name: a, rate: %s, path: /, template: "%s"}
    """
        .formatted(rate, template);
  }
}
