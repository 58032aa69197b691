package io.matapalo.proxy.rewriting;

import io.matapalo.proxy.affinity.Instance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From addresses that a server behind the proxy writes to those that clients have to use.
 * Immutable.
 *
 * <p>A server writes addresses by what it knows: its own host and port, or the {@code Host} that
 * the request named. So an address is the cluster's if it points to any of its instances, or to a
 * host that the request was sent with or that an operator has named. The port of such a host is the
 * given one, the server's own, or the usual one: Tomcat's {@code RemoteIpValve} writes that where
 * {@code X-Forwarded-Proto} tells of https. Every other address stays as it is, and so does one
 * outside of the path that the instance serves, because no address of the proxy leads there.
 *
 * <p>A path that begins with the public one is public already, as far as the server may know the
 * public host. Where an instance's path is the longer one of both, it decides.
 */
public final class AddressMap {

  private static final Pattern ABSOLUTE =
      Pattern.compile("(?is)(?:(https?):)?//([^/?#\\s]*)([/?#].*)?");

  private final PublicUrl publicUrl;
  private final String path;
  private final List<Origin> origins = new ArrayList<>();

  /**
   * The map for one answer.
   *
   * @param instances all of the cluster
   * @param answering the one whose answer it is
   * @param peer the address that the answering instance was reached at
   * @param knownHosts hosts that the request was sent with, and other names of the instances, with
   *     ports as far as they have any
   */
  public AddressMap(
      PublicUrl publicUrl,
      Collection<Instance> instances,
      Instance answering,
      String peer,
      Collection<String> knownHosts) {
    this.publicUrl = publicUrl;
    this.path = answering.path();
    add(Authority.of(answering.host(), answering.port()));
    add(Authority.of(peer, answering.port()));
    for (String host : knownHosts) {
      Optional<Authority> known = Authority.parse(host);
      known.ifPresent(authority -> {
        add(authority);
        add(Authority.of(authority.host(), answering.port()));
        add(Authority.of(authority.host(), Authority.USUAL));
      });
    }
    instances.forEach(instance -> origins.add(Origin.of(instance)));
  }

  private void add(Authority authority) {
    origins.add(new Origin(authority, path));
  }

  /** Whether a text names a host, with a port or without. */
  public static boolean isHost(String text) {
    return Authority.parse(text).isPresent();
  }

  /** The reference as clients have to use it; the same text where nothing has to change. */
  public String map(String reference) {
    Matcher absolute = ABSOLUTE.matcher(reference);
    if (absolute.matches()) {
      return Authority.parse(absolute.group(2))
          .flatMap(authority -> mapped(absolute, authority))
          .orElse(reference);
    }
    return reference.startsWith("/") ? publicPath(reference, path).orElse(reference) : reference;
  }

  private Optional<String> mapped(Matcher absolute, Authority authority) {
    String scheme = absolute.group(1) == null ? "http" : absolute.group(1).toLowerCase(Locale.ROOT);
    String rest = absolute.group(3) == null ? "" : absolute.group(3);
    boolean mayBePublic = authority.host().equals(publicUrl.host());
    for (Origin origin : origins) {
      if (origin.authority().isSame(authority, scheme)) {
        Optional<String> there =
            mayBePublic ? publicPath(rest, origin.path()) : below(rest, origin.path());
        if (there.isPresent()) {
          return there.map(text -> publicUrl.site() + text);
        }
      }
    }
    return Optional.empty();
  }

  /** The value of a {@code Set-Cookie} field with path and domain as clients have to see them. */
  public String mapCookie(String setCookie) {
    String[] parts = setCookie.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = parts[i].substring(equals + 1).strip();
      String mapped =
          switch (parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
            case "path" -> cookiePath(value);
            case "domain" -> cookieDomain(value);
            default -> value;
          };
      if (!mapped.equals(value)) {
        parts[i] = parts[i].substring(0, equals + 1) + mapped;
      }
    }
    return String.join(";", parts);
  }

  private String cookiePath(String value) {
    if (!value.startsWith("/")) {
      return value;
    }
    // The root stands for all below it: with a slash at its end it would leave out the path itself.
    String all = publicUrl.path().isEmpty() ? "/" : publicUrl.path();
    return value.equals("/") && path.isEmpty() ? all : publicPath(value, path).orElse(value);
  }

  /** A cookie of a domain to which the public host does not belong would be refused by clients. */
  private String cookieDomain(String value) {
    String domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
    boolean isOurs = origins.stream().anyMatch(origin -> isIn(domain, origin.authority().host()));
    return isOurs && !isIn(domain, publicUrl.host()) ? publicUrl.host() : value;
  }

  /** RFC 6265 §5.1.3. */
  private static boolean isIn(String domain, String host) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** The public path of a server's; empty if it has none. */
  private Optional<String> publicPath(String text, String serverPath) {
    boolean isPublic =
        publicUrl.path().length() >= serverPath.length() && isBelow(text, publicUrl.path());
    return isPublic ? Optional.of(text) : below(text, serverPath);
  }

  private Optional<String> below(String text, String serverPath) {
    if (!isBelow(text, serverPath)) {
      return Optional.empty();
    }
    String there = publicUrl.path() + text.substring(serverPath.length());
    boolean hadPath = text.startsWith("/");
    return Optional.of(hadPath && !there.startsWith("/") ? "/" + there : there);
  }

  private static boolean isBelow(String text, String prefix) {
    return text.startsWith(prefix)
        && (prefix.isEmpty()
            || text.length() == prefix.length()
            || "/?#;".indexOf(text.charAt(prefix.length())) >= 0);
  }
}
