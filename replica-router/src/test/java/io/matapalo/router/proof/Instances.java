package io.matapalo.router.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The instances of one application, each a process with the class path of this one. They end with
 * this JVM, whatever happens to it. Thread-safe.
 */
final class Instances implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(5);
  private static final int LOOK_MILLIS = 500;
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);

  private final Map<String, Instance> byName = new LinkedHashMap<>();

  private Instances() {}

  /** Starts {@code vm1} to {@code vmN}; returns once all have connected. */
  static Instances start(int count, int channels, Class<? extends Work> work, Path folder) {
    Instances instances = new Instances();
    try (ServerSocket listener =
        new ServerSocket(0, count * channels, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(LOOK_MILLIS);
      for (int i = 1; i <= count; i++) {
        String name = "vm" + i;
        instances.byName.put(
            name, new Instance(name, process(name, channels, work, folder, listener), channels));
      }
      instances.awaitChannels(listener);
      return instances;
    } catch (IOException | RuntimeException e) {
      instances.close();
      throw new InstanceException("not all instances have started: " + e.getMessage(), e);
    }
  }

  private static SupervisedProcess process(
      String name, int channels, Class<? extends Work> work, Path folder, ServerSocket listener) {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            InstanceMain.class.getName(),
            String.valueOf(listener.getLocalPort()),
            name,
            String.valueOf(channels),
            work.getName());
    return SupervisedProcess.start(
        ProcessPlan.of(folder.resolve(name + ".log"), words).withStopDeadline(STOP_DEADLINE));
  }

  private void awaitChannels(ServerSocket listener) throws IOException {
    long end = System.nanoTime() + START_DEADLINE.toNanos();
    int missing = byName.size();
    while (missing > 0) {
      try {
        missing -= connected(listener.accept()) ? 1 : 0;
      } catch (SocketTimeoutException e) {
        for (Instance instance : all()) {
          if (!instance.isAlive() || System.nanoTime() > end) {
            throw new InstanceException(instance.died(), e);
          }
        }
      }
    }
  }

  private boolean connected(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(START_DEADLINE.toMillis()));
    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String hello = in.readLine();
    if (hello == null) {
      throw new InstanceException("an instance hung up before it gave its name");
    }
    return of(Message.parse(hello).text("instance")).connected(socket, in);
  }

  /** The instance of that name. */
  Instance of(String name) {
    Instance instance = byName.get(name);
    if (instance == null) {
      throw new IllegalArgumentException(
          "no instance is called " + name + "; there are " + byName.keySet());
    }
    return instance;
  }

  List<Instance> all() {
    return List.copyOf(byName.values());
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Opens the application of each of them with these settings and with its own name. */
  void openAll(Map<String, String> settings) {
    askAll(
        Duration.ofMinutes(1),
        instance ->
            Stream.concat(
                    settings.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())),
                    Stream.of("instance", instance.name()))
                .toArray());
  }

  /** Asks all of them at once; the answers in the order of their names. */
  List<Message> askAll(Duration within, Function<Instance, Object[]> question) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Message>> answers = new ArrayList<>();
      for (Instance instance : all()) {
        answers.add(executor.submit(() -> instance.ask(within, question.apply(instance))));
      }
      List<Message> all = new ArrayList<>();
      for (Future<Message> answer : answers) {
        all.add(answer.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new InstanceException("an instance did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstanceException("interrupted while asking all instances", e);
    }
  }

  @Override
  public void close() {
    byName.values().forEach(Instance::close);
  }
}
