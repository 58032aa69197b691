package io.matapalo.proxy.affinity;

/**
 * One server process of a cluster.
 *
 * @param name unique in its cluster; decides which clients stick to it, so it survives a move to
 *     another address
 * @param weight its share of clients, relative to the other instances; with 0 it keeps its sessions
 *     and takes no new client
 */
public record Instance(String name, String host, int port, int weight) {

  public Instance {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1..65535, was " + port);
    }
    if (weight < 0 || weight > 1000) {
      throw new IllegalArgumentException("weight must be 0..1000, was " + weight);
    }
  }
}
