package io.matapalo.perf.launcher.servers;

import io.matapalo.perf.launcher.stack.ProcessCommand;
import io.matapalo.perf.launcher.stack.ProcessStarter;
import io.matapalo.perf.launcher.stack.RunningProcess;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.util.Map;
import java.util.OptionalInt;

/** Child processes by the testkit: they do not outlive this one, however it ends. Thread-safe. */
public final class TestkitProcesses implements ProcessStarter {
  @Override
  public RunningProcess start(ProcessCommand command) {
    ProcessPlan plan =
        ProcessPlan.of(command.log(), command.words()).withWorkingFolder(command.folder());
    for (Map.Entry<String, String> variable : command.environment().entrySet()) {
      plan = plan.withEnvironment(variable.getKey(), variable.getValue());
    }
    return new Supervised(SupervisedProcess.start(plan));
  }

  /** Thread-safe. */
  private record Supervised(SupervisedProcess process) implements RunningProcess {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public OptionalInt exitCode() {
      return process.exitCode();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
