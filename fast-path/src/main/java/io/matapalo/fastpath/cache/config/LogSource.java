package io.matapalo.fastpath.cache.config;

import java.util.List;

/**
 * Where the database's log is read, and as whom. Immutable; no text of it has the password.
 *
 * @param addresses not empty; the next one is tried when one fails
 * @param user with the privilege {@code REPLICATION SLAVE}
 * @param password empty: none is sent
 * @param serverId 1 to 4294967295, which no replica and no other reader may have; 0: one by chance
 */
public record LogSource(List<Address> addresses, String user, String password, long serverId) {

  public LogSource {
    addresses = List.copyOf(addresses);
  }

  /** A database server. */
  public record Address(String host, int port) {

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  @Override
  public String toString() {
    return "LogSource[addresses=" + addresses + ", user=" + user + ", serverId=" + serverId + "]";
  }
}
