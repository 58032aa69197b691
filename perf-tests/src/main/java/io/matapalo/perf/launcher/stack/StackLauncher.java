package io.matapalo.perf.launcher.stack;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * Starts stacks: everything at once, each entry as soon as what it waits for is ready. Thread-safe.
 */
public final class StackLauncher {
  private final StackServers servers;
  private final ProcessStarter starter;
  private final MonotonicClock clock;
  private final ThreadFactory threads;
  private final Progress progress;

  public StackLauncher(
      StackServers servers,
      ProcessStarter starter,
      MonotonicClock clock,
      ThreadFactory threads,
      Progress progress) {
    this.servers = servers;
    this.starter = starter;
    this.clock = clock;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Starts all entries and blocks until all are ready. If one fails, stops the others and throws a
   * {@link StackException} with the end of its log.
   */
  public RunningStack start(StackFile file, RunFolder folder, Placeholders values)
      throws InterruptedException {
    RunningStack stack = new RunningStack(file, folder, values, progress);
    StartGraph graph = new StartGraph(threads);
    file.servers()
        .forEach((name, spec) -> graph.add(name, List.of(), () -> server(name, spec, stack)));
    for (ProcessSpec spec : file.processes()) {
      graph.add(spec.name(), spec.after(), () -> process(spec, stack));
    }
    try {
      graph.run();
      return stack;
    } catch (StackException | InterruptedException e) {
      stack.closeAfterFailure();
      throw e;
    }
  }

  private void server(String name, StackFile.ServerSpec spec, RunningStack stack) {
    progress.say(name + " starts");
    AutoCloseable server =
        servers.start(name, spec, stack.folder().data(name), stack.placeholders());
    stack.started(name, server);
    progress.say(name + " is ready");
  }

  private void process(ProcessSpec spec, RunningStack stack) throws InterruptedException {
    Placeholders values = stack.placeholders();
    RunFolder folder = stack.folder();
    prepare(spec, folder, values);
    progress.say(spec.name() + " starts");
    RunningProcess process = starter.start(command(spec, folder, values));
    stack.started(spec.name(), process);
    new ReadinessProbe(clock, values)
        .await(spec, process, folder.log(spec.name()))
        .ifPresent(problem -> {
          throw new StackException(
              "%s %s%nThe last lines of %s:%n%s"
                  .formatted(
                      spec.name(), problem, folder.log(spec.name()), folder.tail(spec.name())));
        });
    progress.say(spec.name() + (spec.ready().exit() == null ? " is ready" : " is done"));
  }

  private static void prepare(ProcessSpec spec, RunFolder folder, Placeholders values) {
    for (ProcessSpec.CopySpec copy : spec.copies()) {
      folder.copy(Path.of(values.resolve(copy.from())), Path.of(values.resolve(copy.to())));
    }
    for (ProcessSpec.FileSpec file : spec.files()) {
      folder.write(Path.of(values.resolve(file.path())), values.resolve(file.text()));
    }
  }

  private static ProcessCommand command(ProcessSpec spec, RunFolder folder, Placeholders values) {
    Map<String, String> environment = new LinkedHashMap<>();
    spec.environment().forEach((name, value) -> environment.put(name, values.resolve(value)));
    Path workingFolder =
        spec.folder() == null ? folder.path() : Path.of(values.resolve(spec.folder()));
    return new ProcessCommand(
        spec.name(),
        spec.command().stream().map(values::resolve).toList(),
        environment,
        workingFolder,
        folder.log(spec.name()));
  }
}
