package io.matapalo.router.proof;

import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;

/** Galera. Single-threaded. */
record GaleraWriters(Galera nodes) implements Writers {

  @Override
  public String title() {
    return "3 Galera nodes";
  }

  @Override
  public Faults faults(Runnable look) {
    MariaDbNode a = nodes.nodes().get(0);
    MariaDbNode b = nodes.nodes().get(1);
    MariaDbNode c = nodes.nodes().get(2);
    return new Faults(look)
        .at(10, "node c killed (-9)", c::kill)
        .at(20, "node c started again, synced", () -> nodes.rejoin(c))
        .at(40, "node b cut off from the group, reachable by its clients", () -> nodes.partition(b))
        .at(50, "node b healed, synced", () -> nodes.heal(b))
        .at(68, "node a paused", a::pause)
        .at(
            74,
            "node a goes on, synced",
            () -> {
              a.resume();
              nodes.awaitSynced(a);
            })
        .at(88, "node b killed (-9)", b::kill)
        .at(96, "node b started again, synced", () -> nodes.rejoin(b));
  }

  @Override
  public void awaitWhole() {
    nodes.nodes().forEach(nodes::awaitSynced);
  }

  @Override
  public String conflicts() {
    return """
    select if(variable_name = 'WSREP_LOCAL_CERT_FAILURES', 'certification', 'lock'), variable_value
    from information_schema.global_status
    where variable_name in ('WSREP_LOCAL_CERT_FAILURES', 'WSREP_LOCAL_BF_ABORTS')
    """;
  }
}
