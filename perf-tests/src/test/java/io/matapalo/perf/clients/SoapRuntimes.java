package io.matapalo.perf.clients;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.DebianRoot;
import io.matapalo.testkit.binaries.PathBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.ServerCache;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Finds or fetches SOAP stacks of other languages: PHP and Python from packages of Debian 12,
 * unpacked privately and run with nothing of the system's own installation; node's from the npm
 * registry, by the npm on the search path and a lock file. Immutable and thread-safe; the first use
 * of each blocks while it is fetched.
 */
public final class SoapRuntimes {
  private static final List<String> PHP =
      List.of(
          "php8.2-cli",
          "php8.2-soap",
          "php8.2-common",
          "libargon2-1",
          "libedit2",
          "libbsd0",
          "libmd0",
          "libtinfo6",
          "libpcre2-8-0",
          "libsodium23",
          "libxml2",
          "libicu72",
          "liblzma5",
          "libssl3",
          "zlib1g");

  private static final List<String> ZEEP =
      List.of(
          "python3.11",
          "python3.11-minimal",
          "libpython3.11-minimal",
          "libpython3.11-stdlib",
          "python3-zeep",
          "python3-attr",
          "python3-cached-property",
          "python3-certifi",
          "python3-chardet",
          "python3-charset-normalizer",
          "python3-idna",
          "python3-isodate",
          "python3-lxml",
          "python3-platformdirs",
          "python3-requests",
          "python3-requests-file",
          "python3-requests-toolbelt",
          "python3-six",
          "python3-tz",
          "python3-urllib3",
          "libexpat1",
          "libffi8",
          "libicu72",
          "liblzma5",
          "libssl3",
          "libxml2",
          "libxslt1.1",
          "zlib1g");

  private static final String PHP_EXTENSIONS = "usr/lib/php/20220829";
  private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(5);

  private final ServerCache cache;
  private final PathBinaries programs;

  public SoapRuntimes(ServerCache cache, String searchPath) {
    this.cache = cache;
    this.programs = PathBinaries.on(searchPath);
  }

  /** In the cache of this machine, with node and npm from {@code PATH}. */
  public static SoapRuntimes standard() {
    return new SoapRuntimes(ServerCache.standard(), System.getenv().getOrDefault("PATH", ""));
  }

  /** PHP with {@code SoapClient}, and no configuration file. */
  public SoapRuntime php() {
    DebianRoot root = cache.debianPackages(PHP);
    return new SoapRuntime(
        "PHP SoapClient of Debian 12, " + root.version("php8.2-soap"),
        List.of(
            root.folder().resolve("usr/bin/php8.2").toString(),
            "-n",
            "-d",
            "extension_dir=" + root.folder().resolve(PHP_EXTENSIONS),
            "-d",
            "extension=soap",
            // Its copy of a WSDL would outlive the server that it names.
            "-d",
            "soap.wsdl_cache_enabled=0"),
        Map.of("LD_LIBRARY_PATH", libraries(root)));
  }

  /** Python with {@code zeep}. */
  public SoapRuntime zeep() {
    DebianRoot root = cache.debianPackages(ZEEP);
    Path base = root.folder().resolve("usr");
    return new SoapRuntime(
        "Python zeep of Debian 12, " + root.version("python3-zeep"),
        // No site folders of the machine or the user, no compiled files written into the cache.
        List.of(base.resolve("bin/python3.11").toString(), "-S", "-s", "-B"),
        Map.of(
            "LD_LIBRARY_PATH", libraries(root),
            "PYTHONHOME", base.toString(),
            "PYTHONPATH", base.resolve("lib/python3/dist-packages").toString()));
  }

  /** Are node and npm installed? Nothing here fetches them. */
  public boolean offersNode() {
    return programs.program("node").isPresent() && programs.program("npm").isPresent();
  }

  /** node with the package {@code soap}. */
  public SoapRuntime node() {
    byte[] manifest = resource("package.json");
    byte[] lock = resource("package-lock.json");
    CRC32 content = new CRC32();
    content.update(lock);
    String name = "npm-soap-" + HexFormat.of().toHexDigits((int) content.getValue());
    Path node = program("node");
    Path npm = program("npm");
    Path folder =
        new CacheEntry(cache.folder(), name)
            .orBuild(place -> {
              Files.write(place.resolve("package.json"), manifest);
              Files.write(place.resolve("package-lock.json"), lock);
              Command.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                  .in(place)
                  .within(INSTALL_DEADLINE)
                  .run();
            });
    return new SoapRuntime(
        "node soap of npm, %s; node %s"
            .formatted(
                version(folder.resolve("node_modules/soap/package.json")),
                Command.of(node.toString(), "--version").run().strip()),
        List.of(node.toString()),
        Map.of("NODE_PATH", folder.resolve("node_modules").toString()));
  }

  private Path program(String name) {
    return programs
        .program(name)
        .orElseThrow(() ->
            new TestkitException(
                name
                    + " is not on PATH; install Node.js 20.19 or later, which brings node and npm"));
  }

  private static String version(Path manifest) {
    try {
      return Files.readString(manifest)
          .lines()
          .filter(line -> line.contains("\"version\""))
          .findFirst()
          .map(line -> line.replaceAll("[^0-9.]", ""))
          .orElse("unknown version");
    } catch (IOException e) {
      throw new TestkitException("cannot read " + manifest, e);
    }
  }

  private static String libraries(DebianRoot root) {
    return root.libraryFolders().stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static byte[] resource(String name) {
    try (InputStream in = SoapRuntimes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new TestkitException("the tests' class path lacks " + name + "; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new TestkitException("cannot read " + name, e);
    }
  }
}
