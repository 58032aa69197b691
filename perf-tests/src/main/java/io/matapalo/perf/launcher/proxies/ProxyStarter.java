package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts contenders and back end in one folder, each on a port of its own, with the configurations
 * of {@code perf-tests/proxies}. Confined to one thread.
 */
final class ProxyStarter {
  private static final List<String> INSTANCES = List.of("legacy-a", "legacy-b", "fast-a", "fast-b");
  private static final List<String> FILES =
      List.of("backend.conf", "haproxy.cfg", "nginx.conf", "proxy.yaml", "cutover.yaml");
  // As ./matapalo starts Java programs.
  private static final List<String> JAVA_OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Path root;
  private final Path folder;
  private final ProxyPrograms programs;
  private final MonotonicClock clock;
  private final Map<String, Integer> instances = new HashMap<>();
  private final Map<Contender, Integer> ports = new EnumMap<>(Contender.class);

  private ProxyStarter(Path root, Path folder, ProxyPrograms programs, MonotonicClock clock) {
    this.root = root;
    this.folder = folder;
    this.programs = programs;
    this.clock = clock;
    List<Integer> free = FreePorts.next(INSTANCES.size() + Contender.proxies().size());
    for (int i = 0; i < INSTANCES.size(); i++) {
      instances.put(INSTANCES.get(i), free.get(i));
    }
    for (Contender contender : Contender.proxies()) {
      ports.put(contender, free.get(instances.size() + ports.size()));
    }
    ports.put(Contender.DIRECT, instance("legacy-a"));
  }

  /**
   * In an empty folder.
   *
   * @param root of the working copy, where configurations and jars lie
   */
  static ProxyStarter in(Path root, Path folder, ProxyPrograms programs, MonotonicClock clock)
      throws IOException {
    return in(root, folder, programs, clock, Contender.STRANGLER.configuration());
  }

  /**
   * The same, with another configuration of the strangler proxy.
   *
   * @param source a file of {@code perf-tests/proxies}
   */
  static ProxyStarter in(
      Path root, Path folder, ProxyPrograms programs, MonotonicClock clock, String source)
      throws IOException {
    ProxyStarter starter = new ProxyStarter(root, folder, programs, clock);
    Files.createDirectories(folder);
    Files.write(folder.resolve("large.bin"), new byte[Traffic.LARGE]);
    for (String file : FILES) {
      String from = file.equals(Contender.STRANGLER.configuration()) ? source : file;
      String text = Files.readString(root.resolve("perf-tests/proxies").resolve(from));
      Files.writeString(folder.resolve(file), starter.filled(file, text));
    }
    return starter;
  }

  private String filled(String file, String text) {
    Map<String, String> values = new HashMap<>(programs.places());
    values.put("folder", folder.toString());
    values.put("user", System.getProperty("user.name"));
    instances.forEach((name, port) -> values.put(name, port.toString()));
    for (Contender contender : Contender.proxies()) {
      if (contender.configuration().equals(file)) {
        values.put("port", Integer.toString(port(contender)));
      }
    }
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("${" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  /** Returns once it takes connections. {@link Contender#DIRECT} is the back end. */
  RunningProxy start(Contender contender) throws InterruptedException {
    ProcessPlan plan = ProcessPlan.of(log(contender), words(contender)).withStopDeadline(STOP);
    for (Map.Entry<String, String> variable : environment(contender).entrySet()) {
      plan = plan.withEnvironment(variable.getKey(), variable.getValue());
    }
    return RunningProxy.start(plan, port(contender), clock);
  }

  private List<String> words(Contender contender) {
    return switch (contender) {
      case DIRECT, NGINX -> nginx(contender.configuration());
      case HAPROXY ->
          List.of(
              programs.haproxy().toString(),
              "-db",
              "-f",
              folder.resolve(contender.configuration()).toString());
      case UNDERTOW ->
          java(
              List.of(
                  "-cp",
                  System.getProperty("java.class.path"),
                  StockUndertow.class.getName(),
                  Integer.toString(port(contender)),
                  Integer.toString(instance("legacy-a")),
                  Integer.toString(instance("legacy-b"))));
      case STRANGLER ->
          java(
              List.of(
                  "-jar",
                  root.resolve("strangler-proxy/target/strangler-proxy.jar").toString(),
                  "--config",
                  folder.resolve(contender.configuration()).toString()));
    };
  }

  private List<String> nginx(String file) {
    return List.of(
        programs.nginx().toString(),
        "-p",
        folder.toString(),
        "-e",
        "stderr",
        "-c",
        folder.resolve(file).toString());
  }

  private static List<String> java(List<String> more) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JAVA_OPTIONS);
    words.addAll(more);
    return words;
  }

  private Map<String, String> environment(Contender contender) {
    // Options that this process was started with must not reach what is measured.
    return contender.isJava()
        ? Map.of("JDK_JAVA_OPTIONS", "", "JAVA_TOOL_OPTIONS", "")
        : programs.environment();
  }

  private Path log(Contender contender) {
    return folder.resolve(contender.configuration() + ".log");
  }

  private int port(Contender contender) {
    return ports.getOrDefault(contender, 0);
  }

  private int instance(String name) {
    return instances.getOrDefault(name, 0);
  }
}
