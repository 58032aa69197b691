package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.workload.WorkloadFile;
import io.matapalo.perf.launcher.costs.CostPlan;
import io.matapalo.perf.launcher.costs.CostRun;
import io.matapalo.perf.launcher.costs.CostTable;
import io.matapalo.perf.launcher.costs.JavaMemory;
import io.matapalo.perf.launcher.costs.OperationCost;
import io.matapalo.perf.launcher.costs.StackMeter;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.testkit.ResultPage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code prove statements} and {@code prove direct}: what one request of each operation costs both
 * sides. Confined to the main thread.
 */
@Command(name = "costs")
final class CostProof extends CommandWithHelp implements Callable<Integer> {
  static final String STATEMENTS = "statements";
  static final String DIRECT = "direct";

  /** With which options each runs. */
  static final Map<String, List<String>> PROOFS =
      Map.of(
          STATEMENTS,
          List.of("--size", "M"),
          DIRECT,
          List.of("--size", "M", "--vendor-latency", "0ms"));

  private static final List<String> MEASURED =
      List.of(
          "strangler-proxy/src/main",
          "fast-path/src/main",
          "legacy-monolith/src/main",
          "perf-tests/workloads/mix.yaml");
  private static final Duration ALLOWANCE = Duration.ofDays(3);
  private static final String LEGACY_PROCESS = "legacy";
  private static final String FAST_PROCESS = "fast-path";

  private final Platform platform;
  private final String proof;

  @Mixin private StackOptions options = new StackOptions();

  CostProof(Platform platform, String proof) {
    this.platform = platform;
    this.proof = proof;
  }

  private CostPlan plan() {
    return proof.equals(STATEMENTS) ? CostPlan.OF_COUNTS : CostPlan.OF_TIMES;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    StackFile file = options.checked(platform, this);
    WorkloadFile workload =
        WorkloadFile.read(platform.root().resolve("perf-tests/workloads/mix.yaml"));
    RunNames names = new RunNames(platform.runId(), 20_261_129L);
    Progress progress = new Progress(platform.out(), platform.clock());
    try (RunningStack stack = options.start(file, platform, names.runId(), progress);
        DemoAssembly assembly = new DemoAssembly(platform, file, workload, names, stack);
        StackMeter meter = StackMeter.of(stack)) {
      CostRun run =
          new CostRun(plan(), assembly.oneByOne(), assembly.sides(), meter, progress::say);
      List<OperationCost> costs = run.run();
      ResultPage page = page(assembly);
      lines(costs, run).forEach(page::line);
      if (proof.equals(DIRECT)) {
        page.line("").line(memory(stack));
      }
      progress.print("written: " + page.write(platform.root(), platform.wallClock().instant()));
    }
    return 0;
  }

  private List<String> lines(List<OperationCost> costs, CostRun run) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    if (proof.equals(STATEMENTS)) {
      lines.add(
          "Statements a request as the recorder of each side counts them: all, then select, insert,"
              + " update and delete; commits; rows that the database read through its storage engine"
              + " (the status `Handler_read_*`), the little of its background included.");
      lines.add("");
      lines.addAll(CostTable.statements(costs));
      return lines;
    }
    lines.add(
        "Processor milliseconds a request: of all processes of the stack (both sides, proxy, database,"
            + " Redis, memcached, vendors), of the answering server alone, of the database alone. The"
            + " just-in-time compilers of all JVMs stand apart and are not in the ratio: they fall silent in"
            + " a server that runs for long. The load generator is not among them.");
    lines.add("");
    lines.addAll(CostTable.cpu(costs, LEGACY_PROCESS, FAST_PROCESS));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Without any request all processes use %.1f ms a second; that is in the figures.",
            (double) run.idle().toNanos() / TimeUnit.MILLISECONDS.toNanos(1)));
    return lines;
  }

  private static String memory(RunningStack stack) throws InterruptedException {
    List<String> sentences = new ArrayList<>();
    for (Map.Entry<Long, String> process : new TreeMap<>(stack.processes()).entrySet()) {
      if (List.of(LEGACY_PROCESS, FAST_PROCESS).contains(process.getValue())) {
        JavaMemory memory = JavaMemory.of(process.getKey());
        sentences.add(
            "After all these requests and a full collection `%s` has %d MiB of heap in use; the process has %d MiB resident."
                .formatted(process.getValue(), memory.liveHeap(), memory.resident()));
      }
    }
    return String.join(" ", sentences);
  }

  private ResultPage page(DemoAssembly assembly) {
    ResultPage page =
        new ResultPage(
            proof,
            new ResultPage.Subject(
                "./matapalo prove " + proof,
                "`%s`; %s; through the proxy, one request at a time; defaults otherwise"
                    .formatted(String.join(" ", PROOFS.getOrDefault(proof, List.of())), plan()),
                MEASURED,
                ALLOWANCE));
    assembly.environment().describe().forEach(page::fact);
    return page;
  }
}
