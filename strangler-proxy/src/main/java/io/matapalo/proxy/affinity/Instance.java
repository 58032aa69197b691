package io.matapalo.proxy.affinity;

/**
 * One server process of a cluster.
 *
 * @param name unique in its cluster; decides which clients stick to it, so it survives a move to
 *     another address
 * @param weight its share of clients, relative to the other instances; with 0 it keeps its sessions
 *     and takes no new client
 * @param ramp how much of its weight counts at the moment, above 0 and up to 1; less than 1 while
 *     it starts slowly
 * @param path raw path below which it serves the proxy's {@code /}; empty, or begins with a slash
 *     and ends without one
 */
public record Instance(String name, String host, int port, int weight, double ramp, String path) {

  public Instance {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1..65535, was " + port);
    }
    if (weight < 0 || weight > 1000) {
      throw new IllegalArgumentException("weight must be 0..1000, was " + weight);
    }
    if (!(ramp > 0 && ramp <= 1)) {
      throw new IllegalArgumentException("ramp must be above 0 and at most 1, was " + ramp);
    }
  }

  /** An instance whose whole weight counts, and that serves {@code /} at its own. */
  public Instance(String name, String host, int port, int weight) {
    this(name, host, port, weight, 1, "");
  }

  /** The same that serves {@code /} below another path. */
  public Instance below(String otherPath) {
    return new Instance(name, host, port, weight, ramp, otherPath);
  }

  /** The same with another weight. */
  public Instance weighing(int otherWeight) {
    return new Instance(name, host, port, otherWeight, ramp, path);
  }

  /** The same with another part of its weight. */
  public Instance ramped(double part) {
    return new Instance(name, host, port, weight, part, path);
  }

  /** The weight that counts at the moment. */
  public double effectiveWeight() {
    return weight * ramp;
  }

  /** Whether both are at the same address. */
  public boolean isWhere(Instance other) {
    return host.equals(other.host) && port == other.port && path.equals(other.path);
  }
}
