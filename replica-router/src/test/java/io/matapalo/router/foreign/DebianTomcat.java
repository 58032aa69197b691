package io.matapalo.router.foreign;

import io.matapalo.testkit.binaries.DebianRoot;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Tomcat 10 on Debian's Java 17, unpacked privately, on a free port of loopback. */
final class DebianTomcat implements AutoCloseable {

  private static final List<String> PACKAGES =
      List.of(
          "tomcat10",
          "tomcat10-common",
          "libtomcat10-java",
          "libeclipse-jdt-core-java",
          "openjdk-17-jre-headless");

  private final Path home;
  private final Path java;
  private final Path base;
  private final int port = FreePorts.next();
  private SupervisedProcess process;

  private DebianTomcat(Path home, Path java, Path base) {
    this.home = home;
    this.java = java;
    this.base = base;
  }

  /** Prepares one in a folder. */
  static DebianTomcat in(Path base) throws IOException {
    DebianRoot root = ServerCache.standard().debianPackages(PACKAGES);
    Path machines = root.folder().resolve("usr/lib/jvm");
    Path java;
    try (var found = Files.list(machines)) {
      java =
          found
              .map(folder -> folder.resolve("bin/java"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
    }
    Path home = root.folder().resolve("usr/share/tomcat10");
    DebianTomcat tomcat = new DebianTomcat(home, java, base);
    tomcat.configure();
    return tomcat;
  }

  private void configure() throws IOException {
    for (String folder : List.of("conf", "lib", "webapps", "work", "temp", "logs")) {
      Files.createDirectories(base.resolve(folder));
    }
    for (String file : List.of("web.xml", "catalina.properties")) {
      Files.copy(home.resolve("etc").resolve(file), base.resolve("conf").resolve(file));
    }
    Files.writeString(base.resolve("conf/server.xml"), serverXml());
  }

  private String serverXml() {
    return """
    <Server port="-1">
      <Service name="Catalina">
        <Connector port="%d" address="127.0.0.1" protocol="HTTP/1.1"/>
        <Engine name="Catalina" defaultHost="localhost">
          <Host name="localhost" appBase="webapps" autoDeploy="false"/>
        </Engine>
      </Service>
    </Server>
    """
        .formatted(port);
  }

  Path servletApi() {
    return home.resolve("lib/servlet-api.jar");
  }

  /** Puts a jar beside the server's own. */
  void library(Path jar) throws IOException {
    Files.copy(jar, base.resolve("lib").resolve(jar.getFileName()));
  }

  void deploy(String name, Map<String, Path> files) throws IOException {
    ForeignWar.pack(base.resolve("webapps").resolve(name + ".war"), files);
  }

  /** {@code properties}: system properties of its JVM. */
  void start(Map<String, String> properties) {
    String classPath =
        home.resolve("bin/bootstrap.jar")
            + File.pathSeparator
            + home.resolve("bin/tomcat-juli.jar");
    List<String> command =
        new ArrayList<>(
            List.of(
                java.toString(),
                "-Xmx192m",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-cp",
                classPath));
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
    process =
        SupervisedProcess.start(
            ProcessPlan.of(base.resolve("logs/tomcat.log"), command)
                .withEnvironment("JAVA_TOOL_OPTIONS", ""));
  }

  /** What the JRE that it runs on says of itself. */
  String javaRelease() throws IOException {
    return Files.readString(java.resolve("../../release").normalize());
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String log() throws IOException {
    Path log = base.resolve("logs/tomcat.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
