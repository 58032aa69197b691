package io.matapalo.router.topology;

/**
 * What is known of one node. Immutable.
 *
 * @param usable may transactions begin on it?
 * @param role what it takes
 * @param reason why it is not usable, or empty
 * @param position the position up to which its data were readable when it was last asked, as the
 *     engine writes it (a GTID set); a lower bound, empty if unknown
 * @param lagMillis how far it is behind the primary; 0 where that has no meaning, -1 if unknown
 * @param server identity of the server process's data (server UUID, or server id): another one
 *     means that positions known from before do not hold; empty if unknown
 */
public record NodeStatus(
    Node node,
    boolean usable,
    Role role,
    String reason,
    String position,
    long lagMillis,
    String server) {

  /** The same, with something to say about it. */
  public NodeStatus with(String said) {
    return new NodeStatus(node, usable, role, said, position, lagMillis, server);
  }

  /** A node that has not answered yet. */
  public static NodeStatus unknown(Node node) {
    return new NodeStatus(node, false, Role.UNKNOWN, "has not answered yet", "", -1, "");
  }
}
