package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.report.Report;
import io.matapalo.perf.bench.report.ReportWriter;
import io.matapalo.perf.bench.workload.WorkloadException;
import io.matapalo.perf.bench.workload.WorkloadFile;
import io.matapalo.perf.launcher.demo.DemoPlan;
import io.matapalo.perf.launcher.demo.DemoResult;
import io.matapalo.perf.launcher.demo.DemoRun;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import java.io.IOException;
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
          + " stages: everything on legacy, every operation of the workload cut over by rewriting"
          + " the flag file, rolled back the same way. Prints a table, writes summary.json and report.html,"
          + " and ends everything it started.",
      "Exit code 0 if no request failed (5xx, transport) and the load was the one stated; 1 if not;"
          + " 2 for a wrong command line, before anything starts."
    })
public final class DemoCommand extends CommandWithHelp implements Callable<Integer> {
  private static final int HIGHEST_RATE = 100_000;

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
      description =
          "Requests per second of all operations together, at most 100000; default: the workload's.")
  private @Nullable Double rate;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description = "What to send; default perf-tests/workloads/mix.yaml.")
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
    DemoPlan plan = plan();
    WorkloadFile load = workload();
    StackFile file = options.checked(platform, this);
    if (file.measuring().isEmpty()) {
      throw wrong("--stack: a demo needs the section measure in the stack file");
    }
    ReportWriter reports = reports();
    Progress progress = new Progress(platform.out(), platform.clock());
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
    reports.write(result);
    progress.print("");
    progress.print(ReportWriter.text(result));
    progress.print("written: " + reports.folder().resolve("summary.json"));
    progress.print("written: " + reports.folder().resolve("report.html"));
    return result.problems().isEmpty() ? 0 : 1;
  }

  private DemoPlan plan() {
    try {
      return DemoPlan.withStagesOf(seconds);
    } catch (IllegalArgumentException e) {
      throw wrong("--seconds: " + e.getMessage());
    }
  }

  private ReportWriter reports() {
    Path folder = report == null ? platform.root().resolve("target/demo") : report;
    try {
      return ReportWriter.into(folder);
    } catch (IOException e) {
      throw wrong(
          "--report: nothing can be written into %s: %s".formatted(folder, FailureText.reason(e)));
    }
  }

  private WorkloadFile workload() {
    if (rate != null && !(rate > 0 && rate <= HIGHEST_RATE)) {
      throw wrong("--rate must be above 0 and at most %d, was %s".formatted(HIGHEST_RATE, rate));
    }
    try {
      WorkloadFile file =
          WorkloadFile.read(
              workload == null
                  ? platform.root().resolve("perf-tests/workloads/mix.yaml")
                  : workload);
      return rate == null ? file : file.atRate(rate);
    } catch (WorkloadException e) {
      throw wrong("--workload: " + e.getMessage());
    }
  }
}
