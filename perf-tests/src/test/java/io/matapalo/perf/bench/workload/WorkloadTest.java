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
import java.util.Optional;
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

  private static final String VERSIONED =
      """
      name: versioned
      clients: 1
      application-fault: ["{n}f", "{n}g"]
      operations:
        - {name: make, rate: 1, path: /, template: "<m/>", remember: {things: [ref, version]}}
        - {name: look, rate: 1, path: /, template: "<l>${r}</l>",
           slots: {r: {kind: recent, from: things, element: ref}}}
        - {name: change, rate: 1, path: /, template: "<c>${r} ${v}</c>",
           slots: {r: {kind: recent, from: things, element: ref, once: true},
                   v: {kind: recent, from: things, element: version, once: true}}}
      """;

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
  void slotsOfOneAnswerBelongTogetherAndOnceMeansOnce() throws IOException {
    Workload workload = Workload.of(file(VERSIONED), "r", new SplittableRandom(4));
    assertThat(workload.next("change")).as("nothing is known").isEmpty();
    PlannedRequest made = workload.next("make").orElseThrow();
    made.onSuccess().accept("<a><ref>R1</ref><version>1</version></a>");
    made.onSuccess().accept("<a><ref>R2</ref></a>");
    made.onSuccess().accept("<a><ref>R3</ref><version>3</version></a>");
    assertThat(workload.next("look").map(WorkloadTest::body)).isPresent();
    assertThat(workload.next("change").map(WorkloadTest::body)).contains("<c>R1 1</c>");
    assertThat(workload.next("change").map(WorkloadTest::body)).contains("<c>R3 3</c>");
    assertThat(workload.next("change")).as("each answer serves one change").isEmpty();
    assertThat(workload.next("look")).isEmpty();
    made.onSuccess().accept("<a><ref>R1</ref><version>2</version></a>");
    assertThat(workload.next("change").map(WorkloadTest::body)).contains("<c>R1 2</c>");
  }

  @Test
  void theOldestAnswerGivesWay() {
    RecentValues values = new RecentValues(3, List.of("n"));
    for (int i = 1; i <= 5; i++) {
      values.add(Map.of("n", Integer.toString(i)));
    }
    assertThat(Stream.generate(values::take).limit(4))
        .containsExactly(
            Optional.of(Map.of("n", "3")),
            Optional.of(Map.of("n", "4")),
            Optional.of(Map.of("n", "5")),
            Optional.empty());
    values.add(Map.of("n", "6"));
    assertThat(values.any(new SplittableRandom(1))).contains(Map.of("n", "6"));
  }

  @Test
  void slotsOfTwoAnswersAndUnknownElementsAreNamed() {
    assertThatThrownBy(
            () -> workload(VERSIONED.replace("element: version, once: true", "element: version")))
        .hasMessageContaining("change: slots of kind recent come from one answer");
    assertThatThrownBy(() -> workload(VERSIONED.replace("element: ref}", "element: name}")))
        .hasMessageContaining("must be one of [ref, version], was name");
    assertThatThrownBy(() -> workload(VERSIONED.replace(", element: ref}", "}")))
        .hasMessageContaining("must be one of [ref, version], was null");
  }

  @Test
  void mixHasEveryOperationOfTheProxysCatalogue() throws IOException {
    String stack = Files.readString(Path.of("stacks/turnstile.yaml"));
    List<String> catalogue =
        Pattern.compile("\\{name: ([A-Z][A-Za-z]+\\.[A-Za-z]+),")
            .matcher(stack)
            .results()
            .map(result -> result.group(1))
            .toList();
    WorkloadFile mix = WorkloadFile.read(Path.of("workloads/mix.yaml"));
    assertThat(mix.operations())
        .extracting(WorkloadFile.OperationSpec::name)
        .containsExactlyInAnyOrderElementsOf(catalogue)
        .hasSize(21);
    assertThat(Workload.of(mix, "r", new SplittableRandom(1)).next()).isNotNull();
  }

  private Workload workload(String yaml) throws IOException {
    return Workload.of(file(yaml), "r", new SplittableRandom(1));
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
