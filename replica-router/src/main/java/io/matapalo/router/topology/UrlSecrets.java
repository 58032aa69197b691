package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps what is secret in a JDBC URL out of messages: passwords stand behind the question mark or a
 * semicolon, before a host ({@code user:password@host}) and between parentheses ({@code
 * (password=…)}), and drivers quote a URL that they cannot read. Immutable.
 */
public final class UrlSecrets {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)[?&;,(]\\s*[\\w.]*(?:password|passwd|pwd|secret|token)\\w*\\s*=([^&;,)]+)");

  private static final Pattern USER = Pattern.compile("[/,]([^/@,:]*:([^@,]*))@");

  private final String url;
  private final List<String> secrets;

  private UrlSecrets(String url, List<String> secrets) {
    this.url = url;
    this.secrets = List.copyOf(secrets);
  }

  public static UrlSecrets of(String url) {
    List<String> secrets = new ArrayList<>();
    Matcher secret = SECRET.matcher(url);
    while (secret.find()) {
      secrets.add(secret.group(1));
    }
    Matcher user = USER.matcher(url);
    while (user.find()) {
      secrets.add(user.group(1));
      secrets.add(user.group(2));
    }
    secrets.removeIf(String::isBlank);
    return new UrlSecrets(url, secrets);
  }

  /** The URL for a message: scheme, hosts and database alone. */
  public static String shown(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', ';'}) {
      int at = url.indexOf(mark);
      end = at >= 0 && at < end ? at : end;
    }
    String rest = end < url.length() ? "?…" : "";
    String shown = url.substring(0, end).replaceAll("\\([^)]*\\)?", "(…)");
    int user = shown.lastIndexOf('@');
    if (user < 0) {
      return shown + rest;
    }
    int slashes = shown.indexOf("//");
    int from = slashes >= 0 && slashes < user ? slashes + 2 : afterScheme(shown, user);
    return shown.substring(0, from) + "…" + shown.substring(user) + rest;
  }

  /** Behind {@code jdbc:name:}. */
  private static int afterScheme(String url, int end) {
    int name = url.indexOf(':', url.toLowerCase(Locale.ROOT).startsWith("jdbc:") ? 5 : 0);
    return name < 0 || name > end ? 0 : name + 1;
  }

  /** The text without the URL's secrets. */
  public String hidden(String text) {
    String hidden = text.replace(url, shown(url));
    for (String secret : secrets) {
      hidden = hidden.replace(secret, "…");
    }
    return hidden;
  }
}
