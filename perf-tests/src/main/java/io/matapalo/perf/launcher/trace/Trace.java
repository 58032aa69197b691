package io.matapalo.perf.launcher.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.perf.bench.http.HttpFetch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads recorders and writes what was asked for. Confined to one command. */
public final class Trace {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Server(String side, URI address) {}

  private final RecorderClient client;
  private final List<Server> servers = new ArrayList<>();
  private final List<Recording> recordings = new ArrayList<>();

  private Trace(HttpFetch http) {
    this.client = new RecorderClient(http);
  }

  /**
   * The address of a recorder, from its own or its application's.
   *
   * @throws IllegalArgumentException if it is no address of either
   */
  public static URI address(String text) {
    return RecorderClient.address(text);
  }

  /** Of servers at these addresses. */
  public static Trace ofAddresses(HttpFetch http, List<URI> addresses) {
    Trace trace = new Trace(http);
    for (URI address : addresses) {
      trace.add(new Server(address.getHost() + ":" + address.getPort(), address));
    }
    return trace;
  }

  /** Of all servers of the stack that runs. */
  public static Trace ofStack(HttpFetch http, RunningStacks stacks) {
    Trace trace = new Trace(http);
    for (RunningStacks.Side side : stacks.latest()) {
      trace.add(new Server(side.name(), RecorderClient.address(side.sql())));
    }
    return trace;
  }

  /** Of a recording that was saved. */
  public static Trace ofFile(HttpFetch http, Path file) {
    Trace trace = new Trace(http);
    trace.recordings.addAll(RecorderClient.read(file));
    return trace;
  }

  private void add(Server server) {
    servers.add(server);
    recordings.addAll(client.read(server.side(), server.address()));
  }

  /** The table of all operations. */
  public List<String> overview(int top) {
    return OverviewText.lines(recordings, top);
  }

  /** The report of one operation, of each side that has served it. */
  public List<String> report(String operation, int top) {
    List<String> lines = new ArrayList<>();
    for (Recording recording : knowing(operation)) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(
          OperationText.lines(
              recording,
              recording.operation(operation).orElseThrow(),
              latest(recording, operation),
              top));
    }
    return lines;
  }

  /** The verbs of the latest request's statements; none of a recording that was saved. */
  private List<String> latest(Recording recording, String operation) {
    List<String> verbs = new ArrayList<>();
    for (Server server : servers) {
      if (server.address().toString().equals(recording.origin())) {
        statements(server, operation).forEach(one -> verbs.add(one.path("verb").asText()));
      }
    }
    return verbs;
  }

  /** What the recorders said, in one JSON object. */
  public String json() {
    return json(recordings, recording -> recording.json().path("operations"));
  }

  /** What the recorders said of one operation, in one JSON object. */
  public String json(String operation) {
    return json(knowing(operation), recording -> only(operation, recording.json()));
  }

  private interface Selection {
    JsonNode of(Recording recording);
  }

  private static String json(List<Recording> recordings, Selection selection) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode sides = root.putArray("sides");
    for (Recording recording : recordings) {
      ObjectNode side = sides.addObject().put("side", recording.side());
      side.put("origin", recording.origin());
      side.set("operations", selection.of(recording));
    }
    return root.toPrettyString();
  }

  private static JsonNode only(String operation, JsonNode json) {
    ArrayNode selected = JSON.createArrayNode();
    for (JsonNode one : json.path("operations")) {
      if (one.path("operation").asText().equals(operation)) {
        selected.add(one);
      }
    }
    return selected;
  }

  /**
   * Writes every statement of the latest request of an operation, of each side that has served it.
   *
   * @return how many statements
   */
  public int save(String operation, Path file) {
    ObjectNode root = JSON.createObjectNode().put("operation", operation);
    ArrayNode sides = root.putArray("sides");
    int count = 0;
    List<String> knowing = knowing(operation).stream().map(Recording::side).toList();
    for (Server server : servers) {
      if (knowing.contains(server.side())) {
        JsonNode statements = statements(server, operation);
        sides.addObject().put("side", server.side()).set("statements", statements);
        count += statements.size();
      }
    }
    try {
      Files.writeString(file, root.toPrettyString() + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("--save %s cannot be written".formatted(file), e);
    }
    return count;
  }

  private JsonNode statements(Server server, String operation) {
    try {
      return JSON.readTree(client.statements(server.address(), operation)).path("statements");
    } catch (JsonProcessingException e) {
      throw new TraceException(
          "%s does not answer with statements: %s"
              .formatted(server.address(), e.getOriginalMessage()),
          e);
    }
  }

  private List<Recording> knowing(String operation) {
    List<Recording> knowing =
        recordings.stream().filter(one -> one.operation(operation).isPresent()).toList();
    if (knowing.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      recordings.forEach(one -> one.operations().forEach(each -> known.add(each.operation())));
      throw new TraceException(
          known.isEmpty()
              ? "nothing is recorded of %s, nor of any other operation: send a request first"
                  .formatted(operation)
              : "nothing is recorded of %s; known are: %s"
                  .formatted(operation, String.join(", ", known)));
    }
    return knowing;
  }
}
