package io.matapalo.proxy.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.reading.Target;
import io.matapalo.proxy.routing.ClientRequest;
import io.matapalo.proxy.routing.RequestFacts;
import io.matapalo.proxy.routing.Router;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.soap.MessageReader;
import io.matapalo.proxy.upstream.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says where a described request would go at this moment, by the parts that decide it for requests.
 * Nothing is sent. Thread-safe.
 */
public final class Explanation {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ProxyConfig config;
  private final CutoverSwitch cutover;
  private final Map<String, Cluster> clusters;
  private final Router router;
  private final MessageReader messages;

  /** Explains for these settings. */
  public Explanation(ProxyConfig config, CutoverSwitch cutover, Map<String, Cluster> clusters) {
    this.config = config;
    this.cutover = cutover;
    this.clusters = Map.copyOf(clusters);
    this.router = new Router(config.catalogue(), config.defaultCluster());
    this.messages = new MessageReader(config.limits().retainedBodyBytes());
  }

  /**
   * Explains one request.
   *
   * @param description JSON with {@code path} and, as needed, {@code method}, {@code client},
   *     {@code content-type}, {@code soap-action}, {@code query}, {@code fields} and {@code body}
   * @return JSON; empty if the description cannot be understood
   */
  Optional<String> of(String description) {
    try {
      JsonNode asked = MAPPER.readTree(description);
      Optional<IpAddress> client = IpAddress.parse(asked.path("client").asText("127.0.0.1"));
      return asked.path("path").isTextual() && client.isPresent()
          ? Optional.of(explained(described(asked), client.get()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Described described(JsonNode asked) {
    String path = asked.path("path").asText();
    String query = asked.path("query").asText("");
    Described unread =
        new Described(
            asked,
            Target.parse(query.isEmpty() ? path : path + "?" + query),
            ContentType.parse(asked.path("content-type").asText("text/xml")),
            new BodyContent.Unrecognised(Optional.empty()));
    return unread.method().equals("POST") ? unread.read(messages) : unread;
  }

  private String explained(Described described, IpAddress client) {
    RequestFacts facts = described.facts();
    ObjectNode said = MAPPER.createObjectNode();
    if (facts.body() instanceof BodyContent.DocumentType) {
      return said.put("refused", "a document type declaration is not allowed").toString();
    }
    Optional<Operation> operation = described.isUnusual() ? Optional.empty() : router.lookUp(facts);
    RoutingDecision decision = router.decide(operation, facts, cutover.table());
    said.put("operation", decision.operationLabel())
        .put("class", decision.operationClass().toString())
        .put("side", decision.side().label())
        .put("snapshot-version", decision.snapshotVersion())
        .put("action-contradicts", decision.hint() == RoutingDecision.Hint.CONTRADICTION)
        .put("cluster", decision.cluster())
        .put(
            "timeout-ms",
            operation
                .map(Operation::timeout)
                .orElseGet(() -> config.cluster(decision.cluster()).patience().timeout())
                .toMillis());
    ClusterConfig settings = config.cluster(decision.cluster());
    if (settings.hasPaths() && described.target().climbs()) {
      said.put("refused", "the target leads upwards, out of the path of the instances");
    }
    settings.published().ifPresent(it -> said.put("public-url", it.url().toString()));
    ArrayNode order = said.putArray("instances");
    Cluster cluster = clusters.get(decision.cluster());
    if (cluster != null) {
      List<Instance> instances = cluster.instancesFor(client, described);
      instances.stream().map(Instance::name).forEach(order::add);
      instances.stream()
          .findFirst()
          .ifPresent(first -> said.put("path-sent", first.path() + described.path()));
    }
    return said.toString();
  }

  /** A request that is described and not there. */
  private record Described(
      JsonNode asked, Target target, ContentType contentType, BodyContent content)
      implements ClientRequest {

    /** A body is described unpacked, whatever the fields say of its coding. */
    Described read(MessageReader messages) {
      return new Described(
          asked, target, contentType, messages.read(firstBytes(), Optional.empty(), contentType));
    }

    @Override
    public String method() {
      return asked.path("method").asText("POST");
    }

    @Override
    public boolean isUnusual() {
      return target.isUnusual();
    }

    @Override
    public byte[] firstBytes() {
      return asked.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    }

    /** The action has a key of its own, because every SOAP 1.1 request has one. */
    @Override
    public List<String> field(String name) {
      if (name.equalsIgnoreCase("SOAPAction") && asked.path("soap-action").isTextual()) {
        return List.of(asked.path("soap-action").asText());
      }
      return asked.path("fields").properties().stream()
          .filter(field -> field.getKey().equalsIgnoreCase(name))
          .map(field -> field.getValue().asText())
          .toList();
    }

    @Override
    public String path() {
      return target.path();
    }

    @Override
    public String query() {
      return target.query();
    }
  }
}
