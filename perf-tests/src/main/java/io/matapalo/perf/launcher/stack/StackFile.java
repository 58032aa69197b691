package io.matapalo.perf.launcher.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code stack.yaml} as written: servers of the testkit, processes with their dependencies, the
 * addresses to print, and what a measuring run needs to know. Texts may hold placeholders, which
 * are resolved when a process starts. Immutable.
 *
 * @param sizes what {@code ${size}} may be; any word if empty
 */
public record StackFile(
    String name,
    List<String> ports,
    @JsonProperty("public-port") String publicPort,
    List<String> sizes,
    Map<String, ServerSpec> servers,
    List<ProcessSpec> processes,
    Map<String, String> addresses,
    @Nullable MeasureSpec measure) {

  private static final Set<String> SERVERS = Set.of("mariadb", "redis", "memcached");

  /**
   * A server that the testkit provides, by its name {@code mariadb}, {@code redis} or {@code
   * memcached}.
   */
  public record ServerSpec(@Nullable String database) {}

  /**
   * What a measuring run needs: where the load goes, the flag file that it rewrites, each side with
   * the address of its SQL recorder, and what a reader of the numbers must know.
   */
  public record MeasureSpec(
      String target,
      @JsonProperty("cutover-file") String cutoverFile,
      List<SideSpec> sides,
      List<String> notes) {
    public MeasureSpec {
      notes = notes == null ? List.of() : List.copyOf(notes);
      sides = sides == null ? List.of() : List.copyOf(sides);
    }
  }

  /** One side: the name to print, the word for it in the flag file, its SQL recorder. */
  public record SideSpec(String name, String flag, String sql) {}

  public StackFile {
    require(name != null, "a stack needs a name");
    ports = ports == null ? List.of() : List.copyOf(ports);
    require(
        publicPort != null && ports.contains(publicPort),
        "public-port must be one of ports " + ports + ", was " + publicPort);
    sizes = sizes == null ? List.of() : List.copyOf(sizes);
    servers = servers == null ? Map.of() : Map.copyOf(servers);
    require(
        SERVERS.containsAll(servers.keySet()),
        "servers may be mariadb, redis and memcached, was " + servers.keySet());
    processes = processes == null ? List.of() : List.copyOf(processes);
    addresses = addresses == null ? Map.of() : addresses;
    checkDependencies(servers.keySet(), processes);
  }

  /** Reads and checks a file; an unknown key is an error. */
  public static StackFile read(Path file) {
    try {
      return YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readValue(file.toFile(), StackFile.class);
    } catch (IOException e) {
      throw new StackException("cannot use stack " + file + ": " + e.getMessage(), e);
    }
  }

  /** What a measuring run needs, if the file says it. */
  public Optional<MeasureSpec> measuring() {
    return Optional.ofNullable(measure);
  }

  private static void checkDependencies(Set<String> servers, List<ProcessSpec> processes) {
    Set<String> known = new HashSet<>(servers);
    for (ProcessSpec process : processes) {
      for (String before : process.after()) {
        // Only earlier entries may be named, which also rules out cycles.
        require(
            known.contains(before),
            process.name() + ": after must name a server or an earlier process, was " + before);
      }
      require(known.add(process.name()), "two entries are named " + process.name());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new StackException(otherwise);
    }
  }
}
