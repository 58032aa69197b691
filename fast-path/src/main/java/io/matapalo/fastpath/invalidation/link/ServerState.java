package io.matapalo.fastpath.invalidation.link;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server says of its log. Immutable.
 *
 * @param mariaDb else it is MySQL
 * @param positions that it holds altogether, as it writes them
 * @param commonDomain of a Galera node: the domain whose numbers are the same on all nodes
 */
public record ServerState(boolean mariaDb, List<String> positions, Optional<String> commonDomain) {

  public ServerState {
    positions = List.copyOf(positions);
  }

  /** What of a position all servers of the cluster have in their logs. */
  public String shared(String position) {
    return commonDomain.map(domain -> filtered(position, domain::equals)).orElse(position);
  }

  /**
   * A position as this server shall be asked for what comes after it. A Galera node knows no
   * numbers of another node's own; of its own it need not repeat any.
   */
  public String after(String position) {
    if (commonDomain.isEmpty()) {
      return position;
    }
    String common = commonDomain.get();
    return Stream.concat(
            Stream.of(shared(position)),
            positions.stream().map(own -> filtered(own, domain -> !domain.equals(common))))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static String filtered(String position, Predicate<String> domains) {
    return Arrays.stream(position.split(",", -1))
        .map(String::strip)
        .filter(gtid -> !gtid.isEmpty() && domains.test(gtid.substring(0, gtid.indexOf('-'))))
        .collect(Collectors.joining(","));
  }
}
