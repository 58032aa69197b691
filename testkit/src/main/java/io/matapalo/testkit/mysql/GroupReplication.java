package io.matapalo.testkit.mysql;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.Await;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Members;
import io.matapalo.testkit.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Three MySQL servers in one group, each of which takes writes; a conflict shows at commit. They
 * die with this JVM. Not for several threads that change it at once.
 */
public final class GroupReplication implements Topology {
  private static final int MEMBERS = 3;
  private static final Duration JOIN_DEADLINE = Duration.ofSeconds(60);

  private static final String[] OPTIONS = {
    "--plugin-load-add=group_replication.so",
    option("start-on-boot", "OFF"),
    option("single-primary-mode", "OFF"),
    option("enforce-update-everywhere-checks", "ON"),
    option("ip-allowlist", "127.0.0.1"),
    option("recovery-get-public-key", "ON"),
    // Its least; the default of 1 GB is too much for three on one machine.
    option("message-cache-size", "134217728"),
    // Without it, members that were frozen together expel one another when they wake.
    option("member-expel-timeout", "2"),
    option("autorejoin-tries", "0"),
    option("exit-state-action", "READ_ONLY")
  };

  private final List<MySql> servers;

  private GroupReplication(List<MySql> servers) {
    this.servers = new ArrayList<>(servers);
  }

  /**
   * Starts the servers in sub-folders of the configuration's folder, on free ports, and returns
   * once each is online. A member that has been silent for five seconds counts as unreachable, and
   * is expelled two seconds later; one that has lost the majority waits for it without end, unless
   * {@link #leaveWithoutMajority} says otherwise.
   */
  public static GroupReplication start(ServerConfig config) {
    List<Integer> groupPorts = FreePorts.next(MEMBERS);
    String seeds =
        groupPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    String group = UUID.randomUUID().toString();
    GroupReplication all =
        new GroupReplication(
            Members.started(
                MEMBERS,
                number ->
                    MySql.member(
                        config
                            .withOptions(OPTIONS)
                            .withOptions(
                                option("group-name", group),
                                option("local-address", "127.0.0.1:" + groupPorts.get(number)),
                                option("group-seeds", seeds)),
                        number + 1),
                MySql::kill));
    try {
      all.found(all.servers.getFirst());
      all.servers.stream().skip(1).forEach(all::join);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  // "loose": the plugin that knows these is loaded after the options are read.
  private static String option(String name, String value) {
    return "--loose-group-replication-%s=%s".formatted(name, value);
  }

  @Override
  public List<MySql> nodes() {
    return List.copyOf(servers);
  }

  @Override
  public String kind() {
    return "multi-primary";
  }

  /** One of them, 0 to 2. */
  public MySql server(int index) {
    return servers.get(index);
  }

  @Override
  public void createDatabase(String name) {
    MySql first = servers.stream().filter(MySql::isAlive).findFirst().orElseThrow();
    first.createDatabase(name);
    awaitCaughtUp(JOIN_DEADLINE);
  }

  /** A member shows what every live one has committed by now. */
  @Override
  public void awaitCaughtUp(DatabaseNode node, Duration within) {
    List<MySql> live = servers.stream().filter(MySql::isAlive).toList();
    for (MySql member : live) {
      if (member.equals(node)) {
        live.forEach(other -> member.awaitExecuted(other.executed(), within));
      }
    }
  }

  /** What a member thinks of the others and itself: port and state, such as {@code ONLINE}. */
  public record Member(int port, String state) {}

  /** The group as one of its members sees it. */
  public List<Member> seenBy(MySql server) {
    String members =
        "select concat(member_port, ' ', member_state) as member"
            + " from performance_schema.replication_group_members order by member_port";
    return server.ask(members, "member").stream()
        .map(line -> line.split(" ", 2))
        .map(parts -> new Member(Integer.parseInt(parts[0]), parts[1]))
        .toList();
  }

  /** Waits until a member sees so many online. */
  public void awaitOnline(MySql server, int members, Duration within) {
    Await.until(
        () ->
            seenBy(server).stream().filter(member -> member.state().equals("ONLINE")).count()
                == members,
        within,
        () -> "%d members online, seen from port %d".formatted(members, server.port()));
  }

  /** Takes a running member out of the group, in order; it takes no more writes. */
  public void leave(MySql server) {
    server.administer("stop group_replication");
  }

  /** Takes a running server into the group; returns once it is online there. */
  public void join(MySql server) {
    start(server);
    awaitSelfOnline(server);
  }

  /** Starts a member again that was killed or stopped, and takes it into the group. */
  public MySql restart(MySql ended) {
    MySql again = ended.again();
    servers.set(servers.indexOf(ended), again);
    join(again);
    return again;
  }

  /**
   * How long a member that has lost the majority waits before it gives up its pending commits,
   * leaves and takes no more writes; whole seconds, 0 for without end.
   */
  public void leaveWithoutMajority(MySql server, Duration after) {
    server.administer(
        "set global group_replication_unreachable_majority_timeout=" + after.toSeconds());
  }

  /** Freezes all others, so that this member is without a majority in five seconds. */
  public void pauseOthers(MySql server) {
    servers.stream().filter(other -> other != server && other.isAlive()).forEach(MySql::pause);
  }

  public void resumeOthers(MySql server) {
    servers.stream().filter(other -> other != server && other.isAlive()).forEach(MySql::resume);
  }

  @Override
  public void close() {
    servers.forEach(MySql::kill);
  }

  private void found(MySql server) {
    server.administer("set global group_replication_bootstrap_group=on");
    start(server);
    server.administer("set global group_replication_bootstrap_group=off");
    awaitSelfOnline(server);
  }

  private void start(MySql server) {
    server.administer(
        "start group_replication user='%s', password='%s'"
            .formatted(DatabaseServer.ADMINISTRATOR, server.password()));
  }

  private void awaitSelfOnline(MySql server) {
    Await.until(
        () -> seenBy(server).contains(new Member(server.port(), "ONLINE")),
        JOIN_DEADLINE,
        () -> "the member on port %d is online; see %s".formatted(server.port(), server.logFile()));
  }
}
