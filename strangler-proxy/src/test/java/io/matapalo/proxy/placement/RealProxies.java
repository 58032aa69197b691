package io.matapalo.proxy.placement;

import io.matapalo.testkit.binaries.DebianRoot;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * nginx and HAProxy of Debian 12, each with one cluster a name. Both take the client's address from
 * the field {@code X-Client}. The instances are servers of the same nginx, which answer with their
 * number.
 */
final class RealProxies implements AutoCloseable {

  /** What the two need beyond the libraries of a small Debian. */
  private static final List<String> PACKAGES =
      List.of(
          "nginx",
          "haproxy",
          "liblua5.3-0",
          "libopentracing1",
          "libopentracing-c-wrapper0",
          "libpcre2-8-0");

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int nginxPort;
  private final int haproxyPort;
  private final SupervisedProcess nginx;
  private final SupervisedProcess haproxy;

  private RealProxies(Path folder, List<Integer> ports, String upstreams, String backends)
      throws IOException {
    DebianRoot root = ServerCache.standard().debianPackages(PACKAGES);
    this.nginxPort = ports.get(0);
    this.haproxyPort = ports.get(1);
    Path nginxConf = folder.resolve("nginx.conf");
    Path haproxyConf = folder.resolve("haproxy.cfg");
    Files.writeString(nginxConf, nginxConf(ports, upstreams));
    Files.writeString(haproxyConf, haproxyConf(haproxyPort, backends));
    String programs = root.folder().resolve("usr/sbin").toString();
    this.nginx =
        started(
            folder.resolve("nginx.log"),
            root,
            List.of(programs + "/nginx", "-p", folder.toString(), "-c", nginxConf.toString()));
    this.haproxy =
        started(
            folder.resolve("haproxy.log"),
            root,
            List.of(programs + "/haproxy", "-db", "-f", haproxyConf.toString()));
    awaitPort(nginxPort);
    awaitPort(haproxyPort);
  }

  /**
   * Starts both.
   *
   * @param upstreams blocks of nginx; {@code @0}, {@code @1} stand for the instances' addresses
   * @param backends the same of HAProxy
   */
  static RealProxies in(Path folder, int instances, String upstreams, String backends)
      throws IOException {
    List<Integer> ports = FreePorts.next(2 + instances);
    String ofNginx = upstreams;
    String ofHaproxy = backends;
    for (int i = 0; i < instances; i++) {
      ofNginx = ofNginx.replace("@" + i, "127.0.0.1:" + ports.get(2 + i));
      ofHaproxy = ofHaproxy.replace("@" + i, "127.0.0.1:" + ports.get(2 + i));
    }
    return new RealProxies(folder, ports, ofNginx, ofHaproxy);
  }

  private static SupervisedProcess started(Path log, DebianRoot root, List<String> command) {
    return SupervisedProcess.start(
        ProcessPlan.of(log, command).withLibraries(root.libraryFolders()));
  }

  private static String nginxConf(List<Integer> ports, String upstreams) {
    StringBuilder servers = new StringBuilder();
    for (int i = 2; i < ports.size(); i++) {
      servers.append(
          "server { listen 127.0.0.1:%d; return 200 \"%d\"; }\n".formatted(ports.get(i), i - 2));
    }
    return """
    daemon off; master_process off; error_log error.log; pid nginx.pid;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
      uwsgi_temp_path t4; scgi_temp_path t5;
      set_real_ip_from 127.0.0.1; real_ip_header X-Client;
      %s
      server {
        listen 127.0.0.1:%d;
        location ~ ^/(.*)$ { proxy_pass http://$1; }
      }
      %s
    }
    """
        .formatted(upstreams, ports.get(0), servers);
  }

  private static String haproxyConf(int port, String backends) {
    return """
    global
      maxconn 256
    defaults
      mode http
      timeout connect 10s
      timeout client 60s
      timeout server 60s
    frontend clients
      bind 127.0.0.1:%d
      http-request set-src req.hdr(x-client)
      use_backend %%[path,field(2,/)]
    %s
    """
        .formatted(port, backends);
  }

  private static void awaitPort(int port) {
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
  }

  /** The number of the instance that nginx chooses for an address. */
  int nginx(String upstream, String address) throws IOException, InterruptedException {
    return ask(nginxPort, upstream, address);
  }

  /** The number of the instance that HAProxy chooses for an address. */
  int haproxy(String backend, String address) throws IOException, InterruptedException {
    return ask(haproxyPort, backend, address);
  }

  private int ask(int port, String cluster, String address)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + cluster))
            .header("X-Client", address)
            .timeout(LIMIT)
            .build();
    return Integer.parseInt(client.send(request, BodyHandlers.ofString()).body().strip());
  }

  @Override
  public void close() {
    client.close();
    haproxy.close();
    nginx.close();
  }
}
