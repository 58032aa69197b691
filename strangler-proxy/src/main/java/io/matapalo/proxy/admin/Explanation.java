package io.matapalo.proxy.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.routing.RequestFacts;
import io.matapalo.proxy.routing.Router;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.soap.SoapAction;
import io.matapalo.proxy.soap.SoapReader;
import io.matapalo.proxy.upstream.Cluster;
import java.nio.charset.StandardCharsets;
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
  private final SoapReader soap = new SoapReader();

  /** Explains for these settings. */
  public Explanation(ProxyConfig config, CutoverSwitch cutover, Map<String, Cluster> clusters) {
    this.config = config;
    this.cutover = cutover;
    this.clusters = Map.copyOf(clusters);
    this.router = new Router(config.catalogue(), config.defaultCluster());
  }

  /**
   * Explains one request.
   *
   * @param description JSON with {@code path} and, as needed, {@code method}, {@code client},
   *     {@code content-type}, {@code soap-action} and {@code body}
   * @return JSON; empty if the description cannot be understood
   */
  Optional<String> of(String description) {
    try {
      JsonNode asked = MAPPER.readTree(description);
      Optional<IpAddress> client = IpAddress.parse(asked.path("client").asText("127.0.0.1"));
      return asked.path("path").isTextual() && client.isPresent()
          ? Optional.of(explained(factsOf(asked), client.get()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private RequestFacts factsOf(JsonNode asked) {
    ContentType type = ContentType.parse(asked.path("content-type").asText("text/xml"));
    byte[] body = asked.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    String method = asked.path("method").asText("POST");
    BodyContent content =
        method.equals("POST") && !type.isMultipart()
            ? soap.read(body, type)
            : new BodyContent.Unrecognised(Optional.empty());
    return new RequestFacts(
        method,
        asked.path("path").asText(),
        content,
        SoapAction.of(Optional.ofNullable(asked.path("soap-action").textValue()), type));
  }

  private String explained(RequestFacts facts, IpAddress client) {
    ObjectNode said = MAPPER.createObjectNode();
    if (facts.body() instanceof BodyContent.DocumentType) {
      return said.put("refused", "a document type declaration is not allowed").toString();
    }
    Optional<Operation> operation = router.lookUp(facts);
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
                .orElseGet(() -> config.cluster(decision.cluster()).timeout())
                .toMillis());
    ArrayNode order = said.putArray("instances");
    Cluster cluster = clusters.get(decision.cluster());
    if (cluster != null) {
      cluster.instancesFor(client).stream().map(Instance::name).forEach(order::add);
    }
    return said.toString();
  }
}
