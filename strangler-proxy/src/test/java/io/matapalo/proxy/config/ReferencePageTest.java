package io.matapalo.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.matapalo.proxy.TestIdentity;
import io.matapalo.proxy.tls.ClientTls;
import io.matapalo.proxy.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference page and the reader of {@code proxy.yaml} know the same keys, ranges and defaults.
 * What the reader knows is taken from its complaints, and a default that is written out must change
 * nothing.
 */
class ReferencePageTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String STRANGER = "no-such-key";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| (.*?) \\| (.*?) \\| (.*) \\|$");
  private static final Pattern ALLOWED = Pattern.compile("allowed are \\[(.*)]");
  private static final Pattern COMPLAINT =
      Pattern.compile("must be a (?:whole number|duration) (\\w+)\\.\\.(\\w+)[, ]");
  private static final Pattern RANGE = Pattern.compile("(?:^|\\s)(\\d\\w*)\\.\\.(\\d?\\w*)");
  private static final Pattern LITERAL = Pattern.compile("(?:`([^`]+)`|(\\d\\w*))(?:[;:].*)?");

  /** Sections that exist only with certain keys, and what they and those within are given. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "admin", "{port: 1, token-file: token}",
          "tls", "{certificates: [{certificate-file: one.pem, key-file: one.key}]}",
          "clusters.NAME", "{public-url: 'http://public'}",
          "clusters.NAME.tls", "{server-name: one}",
          "clusters.NAME.adaptive-limit", "{min: 1}",
          "clusters.NAME.circuit-breaker", "{failure-percent: 50}",
          "clusters.NAME.affinity.cookie", "{secret-file: secret}",
          "clusters.NAME.health-check", "{kind: http}");

  /** A kind of check has keys of its own. */
  private static final List<String> KINDS = List.of("tcp", "http", "soap");

  @TempDir static Path folder;

  /** One row of the page. */
  record Key(String name, String range, String standard) {

    String section() {
      return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }

    String last() {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void writeSecrets() throws Exception {
    Files.writeString(folder.resolve("secret"), "a-secret-of-more-than-22-characters\n");
    TestIdentity.make(folder, "one", "dns:one");
  }

  private static List<Key> keys() {
    try {
      Path page = Path.of(System.getProperty("matapalo.root"), "docs", "strangler-proxy.md");
      String table =
          Files.readString(page).split("## Reference: `proxy.yaml`\n", -1)[1].split("\n## ", -1)[0];
      List<Key> keys = new ArrayList<>();
      for (MatchResult row : ROW.matcher(table).results().toList()) {
        keys.add(new Key(row.group(1), row.group(2), row.group(3)));
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> sections() {
    return keys().stream().map(Key::section).distinct();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionHasTheKeysOfThePage(String section) throws IOException {
    Set<String> known = new TreeSet<>();
    for (String kind : KINDS) {
      ObjectNode root = base(section);
      ObjectNode object = at(root, section);
      object.put(STRANGER, 1);
      if (object.has("kind")) {
        object.put("kind", kind).put("path", "/").put("body", "b");
      }
      Matcher allowed = ALLOWED.matcher(String.valueOf(complaint(root).getMessage()));
      assertThat(allowed.find()).as("complaint of a key that is not known").isTrue();
      known.addAll(List.of(allowed.group(1).split(", ", -1)));
    }
    String prefix = section.isEmpty() ? "" : section + ".";
    Set<String> onThePage = new TreeSet<>();
    for (Key key : keys()) {
      if (key.name().startsWith(prefix)) {
        onThePage.add(key.name().substring(prefix.length()).split("[.\\[]", -1)[0]);
      }
    }
    assertThat(known).isEqualTo(onThePage);
  }

  static Stream<Key> keysWithARange() {
    return keys().stream().filter(key -> RANGE.matcher(key.range()).find());
  }

  @ParameterizedTest
  @MethodSource("keysWithARange")
  void aKeyHasTheRangeOfThePage(Key key) throws IOException {
    ObjectNode root = base(key.section());
    at(root, key.section()).put(key.last(), "neither a number nor a duration");
    Matcher said = COMPLAINT.matcher(String.valueOf(complaint(root).getMessage()));
    assertThat(said.find()).as("complaint that names a range").isTrue();
    Matcher range = RANGE.matcher(key.range());
    assertThat(range.find()).isTrue();
    assertThat(comparable(said.group(1))).isEqualTo(comparable(range.group(1)));
    if (!range.group(2).isEmpty()) {
      assertThat(comparable(said.group(2))).isEqualTo(comparable(range.group(2)));
    }
  }

  /** Milliseconds of a duration, else the text; 0 is 0 in either. */
  private static String comparable(String bound) {
    return Section.DurationText.parse(bound)
        .map(duration -> Long.toString(duration.toMillis()))
        .orElse(bound);
  }

  static Stream<Key> keysWithADefault() {
    return keys().stream().filter(key -> LITERAL.matcher(key.standard()).matches());
  }

  @ParameterizedTest
  @MethodSource("keysWithADefault")
  void aKeyHasTheDefaultOfThePage(Key key) throws IOException {
    Matcher literal = LITERAL.matcher(key.standard());
    assertThat(literal.matches()).isTrue();
    String value = literal.group(1) == null ? literal.group(2) : literal.group(1);
    boolean isNoTime = value.equals("0") && key.range().endsWith("h");
    ObjectNode without = base(key.section());
    ObjectNode with = base(key.section());
    at(with, key.section()).set(key.last(), YAML.readTree(isNoTime ? "0s" : value));
    assertThat(read(with))
        .usingRecursiveComparison()
        .withEqualsForType(Object::equals, ServerTls.class)
        .withEqualsForType(Object::equals, ClientTls.class)
        .isEqualTo(read(without));
  }

  @Test
  void everyKeySaysItsUnitItsDefaultAndWhatItIsFor() throws IOException {
    assertThat(keys()).hasSizeGreaterThan(80);
    assertThat(keys()).noneMatch(key -> key.range().isBlank() || key.standard().isBlank());
  }

  /** The shortest configuration with this section, and what the section needs. */
  private static ObjectNode base(String section) throws IOException {
    ObjectNode root = (ObjectNode) YAML.readTree(MinimalConfig.YAML);
    if (section.equals("clusters.NAME.tls")) {
      at(root, "clusters.NAME.instances[]").put("url", "https://one");
    }
    for (Map.Entry<String, String> needed : NEEDED.entrySet()) {
      if ((section + ".").startsWith(needed.getKey() + ".")) {
        at(root, needed.getKey()).setAll((ObjectNode) YAML.readTree(needed.getValue()));
      }
    }
    return root;
  }

  /** The mapping at this path, made if it is not there. */
  private static ObjectNode at(ObjectNode root, String section) {
    ObjectNode object = root;
    for (String step : section.isEmpty() ? new String[0] : section.split("\\.", -1)) {
      String name = step.equals("NAME") ? "legacy" : step.replace("[]", "");
      JsonNode next = object.path(name);
      if (next instanceof ArrayNode list) {
        object = (ObjectNode) list.get(0);
      } else {
        object = next instanceof ObjectNode there ? there : object.putObject(name);
      }
    }
    return object;
  }

  private ProxyConfig read(ObjectNode root) throws IOException {
    return ProxyConfigReader.read(YAML.writeValueAsBytes(root), folder);
  }

  private Throwable complaint(ObjectNode root) {
    return catchThrowable(() -> read(root));
  }
}
