package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.affinity.Instance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cookie that names a client's instance. Its value is an HMAC-SHA256 of cluster and instance,
 * cut to 128 bits: without the secret nobody can name an instance of his choice, and the value
 * tells nothing of what is behind the proxy. All values are known beforehand, so checking one is a
 * look into a map. Immutable.
 *
 * @param secrets the first signs; cookies that the others signed are still accepted
 * @param maxAge how long clients keep the cookie; without it, as long as they run
 */
public record RouteCookie(
    String cluster, String name, List<String> secrets, Optional<Duration> maxAge, Reach reach) {

  private static final int TAG_BYTES = 16;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  /** Shortest secret: 128 bits need so many characters of base 64 at the least. */
  public static final int LEAST_SECRET = 22;

  /** Over which connections a client sends the cookie back. */
  public enum Reach {
    ANY,
    TLS_ONLY
  }

  public RouteCookie {
    secrets = List.copyOf(secrets);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "cookie name must be 1 to 64 characters of a token (RFC 6265 §4.1.1), was " + name);
    }
    if (secrets.isEmpty() || secrets.stream().anyMatch(it -> it.length() < LEAST_SECRET)) {
      throw new IllegalArgumentException(
          "each secret must have at least %d characters, the shortest had %d"
              .formatted(LEAST_SECRET, secrets.stream().mapToInt(String::length).min().orElse(0)));
    }
  }

  /** Whether a cookie may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The values for these instances: instance by value, all secrets; value by instance. */
  record Values(Map<String, String> instances, Map<String, String> current) {}

  Values valuesFor(List<Instance> members) {
    Map<String, String> instances = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    for (Instance member : members) {
      for (String secret : secrets) {
        instances.put(value(secret, member.name()), member.name());
      }
      current.put(member.name(), value(secrets.getFirst(), member.name()));
    }
    return new Values(Map.copyOf(instances), Map.copyOf(current));
  }

  private String value(String secret, String instance) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String named = "matapalo-route\0" + cluster + "\0" + instance;
      byte[] tag = mac.doFinal(named.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(tag, TAG_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** The field value that gives a client this cookie. */
  String setCookie(String value) {
    String age = maxAge.map(time -> "; Max-Age=" + time.toSeconds()).orElse("");
    String secure = reach == Reach.TLS_ONLY ? "; Secure" : "";
    return name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + age + secure;
  }
}
