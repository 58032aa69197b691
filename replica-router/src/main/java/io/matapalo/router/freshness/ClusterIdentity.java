package io.matapalo.router.freshness;

import io.matapalo.jvm.Sha256;
import io.matapalo.router.topology.Node;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The identity of a cluster without a name in marks: a hash of its nodes' addresses. Stateless. */
final class ClusterIdentity {

  private static final int BYTES = 8;

  private ClusterIdentity() {}

  static String of(List<Node> nodes) {
    String addresses =
        nodes.stream()
            .map(node -> address(node.jdbcUrl()))
            .sorted()
            .collect(Collectors.joining(","));
    return HexFormat.of().formatHex(Sha256.of(addresses), 0, BYTES);
  }

  /** Host and port, without user, password and properties. */
  private static String address(String url) {
    String rest = url.substring(url.indexOf("//") + 2);
    String authority = rest.split("[/?;]", 2)[0];
    return authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
