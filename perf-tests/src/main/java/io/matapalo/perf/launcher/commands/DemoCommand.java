package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.report.Report;
import io.matapalo.perf.bench.report.ReportWriter;
import io.matapalo.perf.bench.workload.WorkloadFile;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.demo.DemoPlan;
import io.matapalo.perf.launcher.demo.DemoResult;
import io.matapalo.perf.launcher.demo.DemoRun;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the staged comparison on a stack of its own. Confined to the main thread. */
@Command(
    name = "demo",
    description = {
      "Starts the whole stack, warms it up, and then, under one constant load, measures three"
          + " stages: everything on legacy, purchase and getOrder cut over by rewriting the flag"
          + " file, rolled back the same way. Prints a table, writes summary.json and report.html,"
          + " and ends everything it started.",
      "Exit code 0 if no request failed (5xx, transport) and the load was the one stated, else 1."
    })
public final class DemoCommand extends CommandWithHelp implements Callable<Integer> {
  private final Platform platform;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Length of each measured stage, 1 to 86400; default ${DEFAULT-VALUE}.",
      defaultValue = "20")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Requests per second of all operations together; default: the workload's.")
  private @Nullable Double rate;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description = "What to send; default perf-tests/workloads/checkout.yaml.")
  private @Nullable Path workload;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the data that is sent; default ${DEFAULT-VALUE}.",
      defaultValue = "20261121")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where summary.json and report.html go; default target/demo.")
  private @Nullable Path report;

  public DemoCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws InterruptedException {
    Progress progress = new Progress(platform.out(), platform.clock());
    DemoPlan plan = plan();
    StackFile file = options.file(platform);
    WorkloadFile load = workload();
    RunNames names = new RunNames(platform.runId(), seed);
    Report result;
    try (RunningStack stack = options.start(file, platform, names.runId(), progress);
        DemoAssembly assembly = new DemoAssembly(platform, file, load, names, stack)) {
      progress.say("load: %s; %d s in all".formatted(assembly.model(), plan.totalSeconds()));
      DemoRun run =
          new DemoRun(plan, assembly.load(), assembly.sides(), platform.clock(), progress::say);
      DemoResult numbers = run.run();
      result = assembly.report(numbers, plan);
    }
    Path folder = report == null ? platform.root().resolve("target/demo") : report;
    new ReportWriter(folder).write(result);
    progress.print("");
    progress.print(ReportWriter.text(result));
    progress.print("written: " + folder.resolve("summary.json"));
    progress.print("written: " + folder.resolve("report.html"));
    return result.problems().isEmpty() ? 0 : 1;
  }

  private DemoPlan plan() {
    try {
      return DemoPlan.withStagesOf(seconds);
    } catch (IllegalArgumentException e) {
      throw new DemoException("--seconds: " + e.getMessage());
    }
  }

  private WorkloadFile workload() {
    WorkloadFile file =
        WorkloadFile.read(
            workload == null
                ? platform.root().resolve("perf-tests/workloads/checkout.yaml")
                : workload);
    if (rate == null) {
      return file;
    }
    if (!(rate > 0)) {
      throw new DemoException("--rate must be above 0 per second, was " + rate);
    }
    return file.atRate(rate);
  }
}
