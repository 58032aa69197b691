package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.workload.WorkloadException;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.stack.StackException;
import io.matapalo.perf.launcher.trace.TraceException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Prints expected failures as one sentence, and a defect with its stack trace. Stateless. */
public final class FailureText implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commands, CommandLine.ParseResult parsed) {
    PrintWriter err = commands.getErr();
    switch (failure) {
      case InterruptedException _ -> err.println("matapalo: interrupted");
      case StackException _, DemoException _, WorkloadException _, TraceException _ ->
          err.println("matapalo: " + failure.getMessage());
      default -> {
        err.println("matapalo: unexpected failure, please report it:");
        failure.printStackTrace(err);
      }
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
