package io.matapalo.fastpath.cache.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.matapalo.fastpath.cache.CacheEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page {@code docs/caches.md} and the code know the same keys, ranges, defaults and events.
 * What the reader knows is taken from its complaints, and a default that is written out must change
 * nothing.
 */
final class CachesPageTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern KEY =
      Pattern.compile("(?m)^\\| `([a-zA-Z.\\[\\]-]+)` \\| (.*?) \\| (.*?) \\| (.*) \\|$");
  private static final Pattern EVENT = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]* \\|$");
  private static final Pattern ALLOWED = Pattern.compile("allowed are \\[(.*)]");
  private static final Pattern RANGE = Pattern.compile("\\d\\w*\\.\\.[\\d.]+\\w*");
  private static final Pattern LITERAL = Pattern.compile("`?([a-z0-9.]+)`?");

  /** A file in which every section is there. */
  private static final String FULL =
      """
      redis: {server: {url: 'redis://one:6379'}}
      log: {host: db, user: reader}
      caches: {events: {scope: process, stale-by: [{table: event}]}}
      """;

  @TempDir Path folder;

  /** One row of the page. */
  record Key(String name, String range, String standard) {

    String section() {
      return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }

    String last() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  private static String page() {
    try {
      return Files.readString(Path.of(System.getProperty("matapalo.root"), "docs", "caches.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Key> keys() {
    return KEY.matcher(page().split("## `caches.yaml`\n", -1)[1])
        .results()
        .map(row -> new Key(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  static Stream<String> sections() {
    return Stream.of("", "redis.SCOPE", "log", "caches.NAME", "caches.NAME.stale-by[]");
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionHasTheKeysOfThePage(String section) throws IOException {
    ObjectNode root = full();
    at(root, section).put("no-such-key", 1);
    Matcher allowed = ALLOWED.matcher(complaint(root));
    assertThat(allowed.find()).isTrue();
    Set<String> onThePage =
        keys().stream()
            .filter(key -> key.section().equals(section))
            .map(Key::last)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(List.of(allowed.group(1).split(", ", -1)))).isEqualTo(onThePage);
  }

  static Stream<Key> keysWithARange() {
    return keys().stream().filter(key -> RANGE.matcher(key.range()).find());
  }

  @ParameterizedTest
  @MethodSource("keysWithARange")
  void aKeyHasTheRangeOfThePage(Key key) throws IOException {
    Matcher range = RANGE.matcher(key.range());
    assertThat(range.find()).isTrue();
    ObjectNode root = full();
    at(root, key.section()).put(key.last(), "neither a number nor a time");
    assertThat(complaint(root)).contains(" " + range.group());
  }

  static Stream<Key> keysWithADefault() {
    return keys().stream()
        .filter(key -> LITERAL.matcher(key.standard()).matches())
        .filter(key -> !Set.of("none", "mandatory").contains(key.standard()));
  }

  @ParameterizedTest
  @MethodSource("keysWithADefault")
  void aKeyHasTheDefaultOfThePage(Key key) throws IOException {
    Matcher literal = LITERAL.matcher(key.standard());
    assertThat(literal.matches()).isTrue();
    ObjectNode with = full();
    at(with, key.section()).set(key.last(), YAML.readTree(literal.group(1)));
    assertThat(read(with)).isEqualTo(read(full()));
  }

  static Stream<Key> mandatoryKeys() {
    return keys().stream().filter(key -> key.standard().equals("mandatory"));
  }

  @ParameterizedTest
  @MethodSource("mandatoryKeys")
  void aMandatoryKeyIsAskedFor(Key key) throws IOException {
    ObjectNode root = full();
    at(root, key.section()).remove(key.last());
    assertThat(complaint(root)).contains(key.last()).contains("is missing");
  }

  @Test
  void thePageTellsEachKeyWithUnitAndDefault() {
    assertThat(keys()).hasSizeGreaterThan(20);
    assertThat(keysWithARange()).hasSizeGreaterThan(8);
    assertThat(keysWithADefault()).hasSizeGreaterThan(8);
    assertThat(mandatoryKeys()).hasSizeGreaterThan(5);
  }

  @Test
  void thePageTellsEachEvent() {
    Set<String> told =
        EVENT
            .matcher(page().split("## Counts\n", -1)[1].split("\n## ", -1)[0])
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Stream.of(CacheEvent.values()).map(CacheEvent::label).toList())
        .containsExactlyInAnyOrderElementsOf(told);
  }

  private static ObjectNode full() throws IOException {
    return (ObjectNode) YAML.readTree(FULL);
  }

  private static ObjectNode at(ObjectNode root, String section) {
    ObjectNode object = root;
    for (String step : section.isEmpty() ? new String[0] : section.split("\\.", -1)) {
      String name = step.replace("SCOPE", "server").replace("NAME", "events").replace("[]", "");
      JsonNode next = object.path(name);
      object = (ObjectNode) (next instanceof ArrayNode list ? list.get(0) : next);
    }
    return object;
  }

  private CachesConfig read(ObjectNode root) throws IOException {
    Path file = folder.resolve("caches.yaml");
    Files.write(file, YAML.writeValueAsBytes(root));
    return CachesFile.read(file, Map.of());
  }

  private String complaint(ObjectNode root) {
    Throwable complaint = catchThrowable(() -> read(root));
    assertThat(complaint).isInstanceOf(IllegalArgumentException.class);
    return String.valueOf(complaint.getMessage());
  }
}
