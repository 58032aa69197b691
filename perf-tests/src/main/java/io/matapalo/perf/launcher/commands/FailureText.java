package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.workload.WorkloadException;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.stack.StackException;
import io.matapalo.perf.launcher.trace.TraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
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
      case IOException problem -> err.println("matapalo: " + reason(problem));
      case UncheckedIOException problem ->
          err.println(
              "matapalo: %s: %s"
                  .formatted(
                      problem.getMessage(), reason(Objects.requireNonNull(problem.getCause()))));
      default -> {
        err.println("matapalo: unexpected failure, please report it:");
        failure.printStackTrace(err);
      }
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What went wrong with a file, in words: the JDK's message is often the path alone. */
  static String reason(IOException problem) {
    return switch (problem) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileAlreadyExistsException taken -> taken.getFile() + " exists and is no folder";
      case AccessDeniedException denied -> denied.getFile() + " must not be written";
      default -> String.valueOf(problem.getMessage());
    };
  }
}
