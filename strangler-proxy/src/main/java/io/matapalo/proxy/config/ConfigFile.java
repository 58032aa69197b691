package io.matapalo.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A valid {@code proxy.yaml} as it was read once: the settings, and its keys with their values as
 * written, so that two readings can be compared. Immutable.
 */
public final class ConfigFile {

  private final Path path;
  private final ProxyConfig config;
  private final SortedMap<String, String> values;

  private ConfigFile(Path path, ProxyConfig config, SortedMap<String, String> values) {
    this.path = path;
    this.config = config;
    this.values = values;
  }

  /**
   * Reads a file; relative paths in it are relative to its folder.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static ConfigFile read(Path path) {
    try {
      byte[] content = Files.readAllBytes(path);
      ProxyConfig config =
          ProxyConfigReader.read(content, path.toAbsolutePath().normalize().getParent());
      SortedMap<String, String> values = new TreeMap<>();
      flatten("", YamlFile.tree(content), values);
      values.putAll(TlsReader.summaries(config));
      return new ConfigFile(path, config, values);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(path, e), e);
    } catch (ConfigException e) {
      throw new ConfigException("%s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Reads the same file again. */
  public ConfigFile readAgain() {
    return read(path);
  }

  /** The settings. */
  public ProxyConfig config() {
    return config;
  }

  /**
   * A key that two readings of a file differ in.
   *
   * @param before as written; {@code (absent)} if it was not
   * @param after the same
   */
  public record Change(String key, String before, String after) {}

  /** The keys in which a later reading differs, in order. */
  public List<Change> changesTo(ConfigFile later) {
    TreeSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(later.values.keySet());
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      String before = values.getOrDefault(key, "(absent)");
      String after = later.values.getOrDefault(key, "(absent)");
      if (!before.equals(after)) {
        changes.add(new Change(key, before, after));
      }
    }
    return changes;
  }

  /**
   * Elements of lists are told apart by their name, if they have one, so that order says little.
   */
  private static void flatten(String key, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              flatten(
                  key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                  entry.getValue(),
                  values));
      return;
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        String index = node.path(i).path("name").asText(Integer.toString(i));
        flatten("%s[%s]".formatted(key, index), node.path(i), values);
      }
      return;
    }
    values.put(key, node.asText());
  }
}
