package io.matapalo.router.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.freshness.Marks;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.TransactionRunner;
import io.matapalo.testkit.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The router of one instance, as a proof's settings describe it. Thread-safe. */
final class Application implements AutoCloseable {
  /** The setting of that name, of all proofs. */
  static final String HEALTH_TIMEOUT = "3s";

  /** The database that all proofs work in. */
  static final String DATABASE = "proof";

  private static final String PREFIX = "matapalo.";
  private static final String CHANGELOG = "/matapalo/outcome-changelog.sql";

  private final ReplicaRouter router;

  private Application(ReplicaRouter router) {
    this.router = router;
  }

  /** What {@link #open} is to be told for an instance on these nodes. */
  static Map<String, String> settings(Topology nodes, List<String> instances) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("do", "open");
    settings.put(
        "urls",
        nodes.nodes().stream()
            .map(node -> node.name() + "=" + node.jdbcUrl(DATABASE))
            .collect(Collectors.joining(" ")));
    settings.put("topology", nodes.kind());
    settings.put("user", nodes.user());
    settings.put("password", nodes.password());
    settings.put(PREFIX + "instances", String.join(",", instances));
    // Six processes that start at once on two cores answer late.
    settings.put(PREFIX + "health.timeout", HEALTH_TIMEOUT);
    return settings;
  }

  static Application open(Message settings) {
    List<Node> nodes =
        Arrays.stream(settings.text("urls").split(" ", -1))
            .map(word -> word.split("=", 2))
            .map(pair -> Node.of(pair[0], pair[1]))
            .toList();
    Map<String, String> parts = new HashMap<>();
    settings
        .fields()
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX)) {
            parts.put(name.substring(PREFIX.length()), value);
          }
        });
    RouterConfig config =
        RouterConfig.of(
                TopologyKind.parse(settings.text("topology")),
                nodes,
                settings.text("instance"),
                new RouterConfig.Credentials(settings.text("user"), settings.text("password")))
            .withPool(RouterConfig.Pool.ofSize(settings.integer("pool")))
            .withSettings(parts);
    return new Application(ReplicaRouter.create(config));
  }

  /** The statement that makes the table which commits are proven by, as it is shipped. */
  static String outcomeTable() {
    try (InputStream file =
        Objects.requireNonNull(Application.class.getResourceAsStream(CHANGELOG), CHANGELOG)) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--"))
          .collect(Collectors.joining("\n"))
          .replace(";", "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CHANGELOG, e);
    }
  }

  DataSource dataSource() {
    return router.dataSource();
  }

  Marks marks() {
    return router.marks();
  }

  TransactionRunner transactions() {
    return router.transactions();
  }

  @Override
  public void close() {
    router.close();
  }
}
