package io.matapalo.router.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * Where the servers of a benchmark are: handed from the runner to JMH's forks by a file that only
 * its owner reads. Immutable.
 *
 * @param tail what stands behind the question mark of all URLs of Connector/J
 */
record BenchServers(int primary, int replica, String user, String password, String tail) {

  /** System property: that file. */
  static final String FILE = "matapalo.bench.servers";

  void write(Path file) throws IOException {
    Properties values = new Properties();
    values.setProperty("primary", Integer.toString(primary));
    values.setProperty("replica", Integer.toString(replica));
    values.setProperty("user", user);
    values.setProperty("password", password);
    values.setProperty("tail", tail);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(file)) {
      values.store(out, null);
    }
  }

  static BenchServers read() throws IOException {
    Properties values = new Properties();
    try (var in = Files.newInputStream(Path.of(System.getProperty(FILE, "servers")))) {
      values.load(in);
    }
    return new BenchServers(
        Integer.parseInt(values.getProperty("primary")),
        Integer.parseInt(values.getProperty("replica")),
        values.getProperty("user"),
        values.getProperty("password"),
        values.getProperty("tail"));
  }

  /** {@code scheme//primary/shop?…}. */
  String onePrimary(String scheme) {
    return scheme + "//127.0.0.1:" + primary + "/shop?" + tail;
  }

  /** {@code scheme//primary,replica/shop?…}. */
  String both(String scheme) {
    return scheme + "//127.0.0.1:" + primary + ",127.0.0.1:" + replica + "/shop?" + tail;
  }

  @Override
  public String toString() {
    return "BenchServers[primary=" + primary + ", replica=" + replica + "]";
  }
}
