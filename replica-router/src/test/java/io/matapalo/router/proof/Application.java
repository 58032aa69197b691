package io.matapalo.router.proof;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.Node;
import io.matapalo.testkit.topology.Topology;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The router of one instance, as a proof's settings describe it. Thread-safe. */
final class Application implements AutoCloseable {
  /** The database that all proofs work in. */
  static final String DATABASE = "proof";

  private final ReplicaRouter router;

  private Application(ReplicaRouter router) {
    this.router = router;
  }

  /** What {@link #open} is to be told for an instance on these nodes. */
  static Map<String, String> settings(Topology nodes, List<String> instances) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("do", "open");
    settings.put("instances", String.join(",", instances));
    settings.put(
        "urls",
        nodes.nodes().stream()
            .map(node -> node.name() + "=" + node.jdbcUrl(DATABASE))
            .collect(Collectors.joining(" ")));
    settings.put("topology", nodes.kind());
    settings.put("user", nodes.user());
    settings.put("password", nodes.password());
    return settings;
  }

  static Application open(Message settings) {
    List<Node> nodes =
        Arrays.stream(settings.text("urls").split(" ", -1))
            .map(word -> word.split("=", 2))
            .map(pair -> Node.of(pair[0], pair[1]))
            .toList();
    RouterConfig config =
        RouterConfig.ofOneNode(
                nodes.getFirst().jdbcUrl(),
                new RouterConfig.Credentials(settings.text("user"), settings.text("password")))
            .withNodes(nodes, settings.text("instance"))
            .withPool(RouterConfig.Pool.ofSize(settings.integer("pool")));
    return new Application(ReplicaRouter.create(config));
  }

  DataSource dataSource() {
    return router.dataSource();
  }

  @Override
  public void close() {
    router.close();
  }
}
