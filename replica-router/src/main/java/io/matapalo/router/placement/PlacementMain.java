package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeList;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** {@code ./matapalo placement}: prints a plan before anything runs by it. Stateless. */
public final class PlacementMain {

  private static final int USAGE_ERROR = 2;
  private static final int MOST = 1_000;
  private static final Set<String> OPTIONS =
      Set.of("instances", "nodes", "weights", "plan", "instance-names", "node-names");

  private static final String USAGE =
      """
      Prints which instance sits on which node, why, and what happens when each node and each pair of nodes dies.
      The same names give the same plan everywhere: it is what the instances compute for themselves.

      usage: ./matapalo placement --instances 6 --nodes 3 [OPTIONS]

        --instances N            number of instances, called vm1 to vmN
        --nodes N                number of database nodes, called a, b, c, ... (from 27 on node1, node2, ...)
        --instance-names A,B,..  their names instead (setting instances of the router)
        --node-names X,Y,..      their names instead (setting node-names)
        --weights 1,1,2          share of each node, in the order of the nodes; all alike without it
        --plan vm1:a,vm2:b,..    a plan of your own (setting plan), checked and shown
        --help                   this text
      """;

  private PlacementMain() {}

  /** Exit status 2 after a wrong option. */
  public static void main(String[] args) {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream errors) {
    if (List.of(args).contains("--help")) {
      out.print(USAGE);
      return 0;
    }
    try {
      out.print(report(options(args)));
      return 0;
    } catch (IllegalArgumentException e) {
      errors.println("placement: " + e.getMessage());
      errors.println("./matapalo placement --help tells the options");
      return USAGE_ERROR;
    }
  }

  private static String report(Map<String, String> options) {
    PlacementSettings settings =
        PlacementSettings.from(
            Map.of(
                "plan", options.getOrDefault("plan", ""),
                "instances", options.getOrDefault("instance-names", "")));
    List<Node> nodes = nodes(options);
    List<String> instances = instances(options, settings);
    PlacementSettings complete = new PlacementSettings(instances, "", settings.plan());
    // Any instance's view is everyone's.
    InstancePlacement placed = InstancePlacement.decide(instances.get(0), nodes, complete);
    String reason =
        settings.plan().isEmpty()
            ? "by rendezvous hashing with capacity"
            : "by the plan that was given";
    return new PlacementReport(placed.plan().orElseThrow(), reason).text();
  }

  private static List<String> instances(Map<String, String> options, PlacementSettings settings) {
    List<String> names =
        !settings.instances().isEmpty()
            ? settings.instances()
            : List.copyOf(new TreeMap<>(settings.plan()).keySet());
    int count = count(options, "instances", names.size());
    if (names.isEmpty()) {
      return IntStream.rangeClosed(1, count).mapToObj(i -> "vm" + i).toList();
    }
    if (count != names.size()) {
      throw new IllegalArgumentException(
          "instances is " + count + " and there are " + names.size() + " names: " + names);
    }
    return names;
  }

  private static List<Node> nodes(Map<String, String> options) {
    List<String> names = list(options.getOrDefault("node-names", ""));
    int count = count(options, "nodes", names.size());
    if (names.isEmpty()) {
      names = IntStream.range(0, count).mapToObj(i -> nodeName(i, count)).toList();
    }
    List<String> weights = list(options.getOrDefault("weights", ""));
    if (count != names.size() || (!weights.isEmpty() && weights.size() != count)) {
      throw new IllegalArgumentException(
          "there are %d nodes, and %d names and %d weights"
              .formatted(count, names.size(), weights.size()));
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double weight =
          weights.isEmpty() ? Node.DEFAULT_WEIGHT : NodeList.weight("--weights", weights.get(i));
      nodes.add(new Node(names.get(i), "jdbc:mysql://" + names.get(i), weight));
    }
    return nodes;
  }

  private static String nodeName(int index, int count) {
    return count <= 26 ? Character.toString('a' + index) : "node" + (index + 1);
  }

  private static int count(Map<String, String> options, String option, int standard) {
    String text = options.getOrDefault(option, standard == 0 ? "" : Integer.toString(standard));
    int count = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "--" + option + " must be 1 to " + MOST + ", was '" + text + "'");
    }
    return count;
  }

  private static List<String> list(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      String[] parts = args[i].split("=", 2);
      String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("unknown option " + args[i]);
      }
      if (parts.length == 1 && i + 1 == args.length) {
        throw new IllegalArgumentException("option " + args[i] + " wants a value");
      }
      options.put(name, parts.length == 2 ? parts[1] : args[++i]);
    }
    return options;
  }
}
