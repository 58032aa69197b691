package io.matapalo.perf.launcher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.launcher.trace.RunningStacks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a person gives it, over recorders that answer by script. */
final class TraceCommandTest {
  private static final String SNAPSHOT =
      """
      {"version":2,"operations":[
       {"operation":"Checkout.getOrder","requests":2,
        "statements":{"select":10,"insert":0,"update":0,"delete":0,"other":0},"commits":2},
       {"operation":"Checkout.purchase","requests":3,
        "statements":{"select":411,"insert":21,"update":96,"delete":3,"other":0},
        "commits":27,"rollbacks":0,"rowsRead":100,"rowsWritten":120,
        "databaseNanos":120000000,"elapsedNanos":300000000,
        "connections":27,"connectionWaitNanos":0,"distinctDigests":61,
        "duplicates":104,"nPlusOne":54,
        "digests":[
         {"digest":"9f3a","verb":"select","sql":"select a\\n from price where id = ?",
          "executions":54,"duplicates":3,"nPlusOne":54,"rows":54,"nanos":6000000,
          "sites":[{"site":"PricingBean.subtotal:31 < PurchaseBean.purchase:44",
                    "executions":54,"duplicates":3,"nPlusOne":54}]},
         {"digest":"77aa","verb":"update","sql":"update stock set sold = ?",
          "executions":3,"duplicates":0,"nPlusOne":0,"rows":3,"nanos":100,"sites":[]}],
        "digestsDropped":0},
       {"operation":"(none)","requests":0,
        "statements":{"select":4,"insert":0,"update":0,"delete":0,"other":1},"commits":0}]}
      """;
  private static final String STATEMENTS =
      """
      {"operation":"Checkout.purchase","statements":[{"offsetNanos":1,"verb":"select","sql":"select 1"},
       {"offsetNanos":2,"verb":"select","sql":"select 2"}]}\
      """;

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int trace(String... arguments) {
    Platform platform =
        new Platform(
            Main.systemClock(),
            InstantSource.fixed(Instant.EPOCH),
            root,
            "trace",
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return new CommandLine(new TraceCommand(platform))
        .setExecutionExceptionHandler(new FailureText())
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ScriptedServer recorder() throws IOException {
    return ScriptedServer.scripted(request ->
        Optional.of(
            request.startsWith("GET /app/matapalo/sql/statements?operation=Checkout.purchase ")
                ? ScriptedServer.message(200, STATEMENTS)
                : request.startsWith("GET /app/matapalo/sql ")
                    ? ScriptedServer.message(200, SNAPSHOT)
                    : ScriptedServer.message(404, "")));
  }

  private static String url(ScriptedServer server) {
    return "http://127.0.0.1:" + server.port() + "/app";
  }

  @Test
  void tableHasTheWorstOperationFirst() throws IOException {
    try (ScriptedServer server = recorder()) {
      assertThat(trace("--url", url(server))).isZero();
    }
    assertThat(printed())
        .containsSubsequence("operation", "Checkout.purchase", "Checkout.getOrder", "(none)")
        .containsPattern(
            "Checkout.purchase +127.0.0.1:\\d+ +3 +531 +177 +137 +7 +32 +1 +0 +61 +34.7 +18 +73.3"
                + " +40.0 +60.0");
    assertThat(printed()).containsPattern("\\(none\\) +127.0.0.1:\\d+ +0 +5 +- +-");
  }

  @Test
  void topCutsTheTableAndSaysSo() throws IOException {
    try (ScriptedServer server = recorder()) {
      assertThat(trace("--url", url(server) + "/matapalo/sql", "--top", "1")).isZero();
    }
    assertThat(printed()).contains("… and 2 more").doesNotContain("getOrder");
  }

  @Test
  void reportOfOneOperationNamesItsGroupsAndCallSites() throws IOException {
    try (ScriptedServer server = recorder()) {
      assertThat(trace("--url", url(server), "--operation", "Checkout.purchase")).isZero();
    }
    assertThat(printed())
        .contains("3 requests, 531 statements in all")
        .contains("137 select, 7 insert, 32 update, 1 delete, 0 other: 177 a request")
        .contains("2 select, 0 insert, 0 update, 0 delete, 0 other: 2 in the latest request")
        .contains("duplicates    34.7", "N+1           18 ")
        .contains("transactions  9 committed, 0 rolled back")
        .contains("100.0 ms: 40.0 ms in the database, 60.0 ms outside it")
        .containsPattern("18 +select a from price where id = \\?\n")
        .containsPattern("18 +at PricingBean.subtotal:31 < PurchaseBean.purchase:44");
  }

  @Test
  void savesEveryStatementOfTheLatestRequest() throws IOException {
    Path file = root.resolve("statements.json");
    try (ScriptedServer server = recorder()) {
      String[] arguments = {
        "--url", url(server), "--operation", "Checkout.purchase", "--save", file.toString()
      };
      assertThat(trace(arguments)).isZero();
    }
    assertThat(printed()).contains("2 statements of its latest request are in " + file);
    assertThat(file).content().contains("\"side\"", "select 1", "select 2");
  }

  @Test
  void whatJsonPrintsCanBeReadAgain() throws IOException {
    try (ScriptedServer server = recorder()) {
      assertThat(trace("--url", url(server), "--json", "--operation", "Checkout.purchase"))
          .isZero();
    }
    Path saved = Files.writeString(root.resolve("saved.json"), printed());
    out.reset();
    assertThat(trace("--from", saved.toString(), "--operation", "Checkout.purchase")).isZero();
    assertThat(printed()).contains("137 select, 7 insert, 32 update, 1 delete");
    out.reset();
    assertThat(trace("--from", saved.toString())).isZero();
    assertThat(printed()).contains("Checkout.purchase").doesNotContain("getOrder");
  }

  @Test
  void unknownOperationIsAnsweredWithTheKnownOnes() throws IOException {
    try (ScriptedServer server = recorder()) {
      assertThat(trace("--url", url(server), "--operation", "Checkout.buy")).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains("nothing is recorded of Checkout.buy")
        .contains("(none), Checkout.getOrder, Checkout.purchase");
  }

  @Test
  void stackThatRunsIsFoundWithoutAnAddress() throws Exception {
    Path run = Files.createDirectories(root.resolve("target/stack/20260101-000000-1"));
    try (ScriptedServer server = recorder()) {
      var stacks = new RunningStacks(root);
      var side = new RunningStacks.Side("legacy", url(server));
      try (AutoCloseable _ = stacks.announce(run, List.of(side))) {
        assertThat(trace()).isZero();
      }
    }
    assertThat(printed()).containsPattern("Checkout.purchase +legacy +3");
    assertThat(trace()).isEqualTo(1);
    assertThat(err.toString()).contains("no stack runs here", "./matapalo up");
  }

  @Test
  void stackWhoseProcessIsGoneDoesNotRun() throws IOException {
    Path run = Files.createDirectories(root.resolve("target/stack/20260101-000000-1"));
    Files.writeString(run.resolve("running.json"), "{\"pid\":2147483647,\"sides\":[]}");
    assertThat(trace()).isEqualTo(1);
    assertThat(err.toString()).contains("no stack runs here");
  }

  @Test
  void averagesOfNPlusOneAreOfTheRequestsThatWereLookedAt() throws IOException {
    String columns = "car.a_long_name, ".repeat(12);
    Path saved =
        Files.writeString(
            root.resolve("sampled.json"),
            """
            {"version":2,"operations":[{"operation":"buy","requests":20,"statements":{"select":80},
             "nPlusOne":6,"units":20,"unitsWithSites":2,"digests":[
              {"digest":"1","verb":"select","sql":"select %scar.b from car where car.id = ?",
               "executions":80,"nPlusOne":6,"sites":[{"site":"Shop.buy:7","executions":8,"nPlusOne":6}]}]}]}
            """
                .formatted(columns));
    assertThat(trace("--from", saved.toString())).isZero();
    assertThat(printed()).containsPattern("buy +sampled.json +20 +80 +4 +4 .* 3 +0 +0.0 +0.0\n");
    out.reset();
    assertThat(trace("--from", saved.toString(), "--operation", "buy")).isZero();
    assertThat(printed())
        .contains("N+1           3 ", "call sites were looked at in 2 of 20")
        .containsPattern(" 3 +select car.a_long_name, .*… from car where car.id = \\?\n")
        .containsPattern(" 3 +at Shop.buy:7");
  }

  @Test
  void whatIsNoRecorderIsSaidToBeNone() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(200, "<html>")) {
      assertThat(trace("--url", url(server))).isEqualTo(1);
    }
    assertThat(err.toString()).contains("is no answer of a SQL recorder");
    try (ScriptedServer server = ScriptedServer.answering(404, "")) {
      assertThat(trace("--url", url(server))).isEqualTo(1);
    }
    assertThat(err.toString()).contains("answered 404");
    assertThat(trace("--url", "http://127.0.0.1:1/")).isEqualTo(1);
    assertThat(err.toString()).contains("does not answer");
    assertThat(trace("--from", root.resolve("none.json").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be read: ", "none.json does not exist");
  }

  @Test
  void wrongCommandLinesAreUsageErrors() {
    assertThat(trace("--top", "0")).isEqualTo(2);
    assertThat(trace("--save", "x.json")).isEqualTo(2);
    assertThat(trace("--url", "http://127.0.0.1:1/", "--from", "x.json")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--top must be 1 to 1000", "--save needs --operation", "exclude each other");
  }
}
