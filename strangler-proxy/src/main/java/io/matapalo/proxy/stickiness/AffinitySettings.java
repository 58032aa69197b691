package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.placement.AddressForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the clients of one cluster find their instances. Immutable.
 *
 * @param key places that tell clients apart, the first that a request has counts; else the address
 * @param maxLoadPercent most sessions of an instance, in percent of its share; 0 for no bound
 * @param ids numbers of instances for {@code haproxy-consistent}, by name
 */
public record AffinitySettings(
    Mode mode,
    List<KeySource> key,
    int maxLoadPercent,
    AddressForm addressForm,
    Map<String, Integer> ids,
    Sessions sessions,
    Optional<RouteCookie> cookie) {

  public AffinitySettings {
    key = List.copyOf(key);
    ids = Map.copyOf(ids);
    if (mode != Mode.IP_HASH && (!key.isEmpty() || maxLoadPercent > 0)) {
      throw new IllegalArgumentException(
          "key and max-load need mode ip-hash, mode was " + mode.label());
    }
  }

  /**
   * Sessions that instances keep.
   *
   * @param learn names of the cookies by which instances know them
   * @param routes names of instances by the suffix of a session id that means them
   * @param most how many are remembered
   * @param idle after this time without a request a session is forgotten
   */
  public record Sessions(List<String> learn, Map<String, String> routes, int most, Duration idle) {

    public Sessions {
      learn = List.copyOf(learn);
      routes = Map.copyOf(routes);
    }

    /** No session is learned. */
    public static Sessions defaults() {
      return new Sessions(List.of(), Map.of(), 100_000, Duration.ofMinutes(30));
    }
  }

  /** How a client that is not known yet is placed. */
  public enum Mode {
    IP_HASH("ip-hash"),
    NGINX_IP_HASH("nginx-ip-hash"),
    HAPROXY_SOURCE("haproxy-source"),
    HAPROXY_CONSISTENT("haproxy-consistent"),
    LEAST_CONNECTIONS("least-connections"),
    ROUND_ROBIN("round-robin");

    private final String label;

    Mode(String label) {
      this.label = label;
    }

    /** The word in files. */
    public String label() {
      return label;
    }

    /** Whether the same client gets the same instance by its address or key alone. */
    boolean isSticky() {
      return this != LEAST_CONNECTIONS && this != ROUND_ROBIN;
    }
  }

  /** Weighted rendezvous over the address, nothing else. */
  public static AffinitySettings defaults() {
    return new AffinitySettings(
        Mode.IP_HASH,
        List.of(),
        0,
        AddressForm.NATIVE,
        Map.of(),
        Sessions.defaults(),
        Optional.empty());
  }

  /** Whether nothing but the address decides. */
  boolean isByAddressAlone() {
    return key.isEmpty() && maxLoadPercent == 0 && !watchesAnswers();
  }

  /** Whether answers tell where a session is, or need a cookie. */
  boolean watchesAnswers() {
    return cookie.isPresent() || !learnedCookies().isEmpty();
  }

  boolean needsTable() {
    return maxLoadPercent > 0 || !learnedCookies().isEmpty();
  }

  /** A cookie that is a key is learned too: its session is where the cookie was first set. */
  List<String> learnedCookies() {
    List<String> names = new ArrayList<>(sessions.learn());
    for (KeySource source : key) {
      if (source instanceof KeySource.Cookie(String name) && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
