package io.matapalo.testkit.server;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How to start a {@link SupervisedProcess}. Immutable.
 *
 * @param command program and arguments
 * @param logFile output and errors are appended to it
 * @param workingFolder where the program starts; default the folder of the log file
 * @param environment variables on top of this process's own; default none
 * @param stopDeadline how long a stop waits after TERM before it sends KILL; default 20 s
 */
public record ProcessPlan(
    List<String> command,
    Path logFile,
    Path workingFolder,
    Map<String, String> environment,
    Duration stopDeadline) {
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

  public ProcessPlan {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command must name a program, was empty");
    }
    if (stopDeadline.isNegative()) {
      throw new IllegalArgumentException("stopDeadline must not be negative, was " + stopDeadline);
    }
  }

  public static ProcessPlan of(Path logFile, List<String> command) {
    Path file = logFile.toAbsolutePath();
    Path folder = file.getParent();
    return new ProcessPlan(
        command, file, folder == null ? file.getRoot() : folder, Map.of(), STOP_DEADLINE);
  }

  public ProcessPlan withWorkingFolder(Path folder) {
    return new ProcessPlan(command, logFile, folder, environment, stopDeadline);
  }

  public ProcessPlan withEnvironment(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ProcessPlan(command, logFile, workingFolder, more, stopDeadline);
  }

  /** Lets the loader find private libraries. */
  public ProcessPlan withLibraries(List<Path> folders) {
    return folders.isEmpty() ? this : withEnvironment("LD_LIBRARY_PATH", joined(folders));
  }

  /** Folders as the loader wants them. */
  public static String joined(List<Path> folders) {
    return folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  public ProcessPlan withStopDeadline(Duration deadline) {
    return new ProcessPlan(command, logFile, workingFolder, environment, deadline);
  }
}
