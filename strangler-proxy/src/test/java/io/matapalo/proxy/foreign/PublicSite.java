package io.matapalo.proxy.foreign;

import io.matapalo.proxy.StranglerProxy;
import io.matapalo.proxy.TestIdentity;
import io.matapalo.proxy.config.ConfigFile;
import io.matapalo.testkit.server.FreePorts;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server's services as clients see them: a proxy before the server, and what else is on the way.
 *
 * @param url under which clients see what the server has below {@code path}
 * @param path of the server, which clients do not see
 * @param stops what ends the parts, first the one that clients reach
 */
record PublicSite(String url, String path, List<Runnable> stops) implements AutoCloseable {

  /** Where the server is, and by which other hosts it knows itself. */
  record Server(int port, String path, List<String> aliases) {

    Server atItsRoot() {
      return new Server(port, "", aliases);
    }
  }

  /** The proxy alone, which shows all paths of the server as they are. */
  static PublicSite plain(Path folder, Server server) throws IOException {
    int port = FreePorts.next();
    String url = "http://localhost:" + port;
    return new PublicSite(
        url, "", List.of(proxy(folder, server.atItsRoot(), "", port, url)::close));
  }

  /** The proxy with TLS, which hides the path of the server. */
  static PublicSite encrypted(Path folder, Server server, TestIdentity identity)
      throws IOException {
    int port = FreePorts.next();
    String url = "https://localhost:" + port;
    String lines = "tls:\n  certificates:\n    - " + identity.yaml() + "\n";
    return new PublicSite(
        url, server.path(), List.of(proxy(folder, server, lines, port, url)::close));
  }

  /** The proxy behind another one that takes a path off and sends a host of its own. */
  static PublicSite behindAnother(Path folder, Server server) throws IOException {
    int port = FreePorts.next();
    int frontPort = FreePorts.next();
    String url = "http://localhost:" + frontPort + "/soap";
    String lines = "trusted-proxies: [127.0.0.1]\n";
    StranglerProxy proxy = proxy(folder, server, lines, port, url);
    LoadBalancingProxyClient target =
        new LoadBalancingProxyClient().addHost(URI.create("http://127.0.0.1:" + port));
    ProxyHandler toProxy =
        ProxyHandler.builder().setProxyClient(target).setRewriteHostHeader(true).build();
    Undertow front =
        Undertow.builder()
            .addHttpListener(frontPort, "localhost")
            .setHandler(Handlers.path().addPrefixPath("/soap", toProxy))
            .build();
    front.start();
    return new PublicSite(url, server.path(), List.of(front::stop, proxy::close));
  }

  private static StranglerProxy proxy(
      Path folder, Server server, String lines, int port, String url) throws IOException {
    String aliases =
        server.aliases().isEmpty()
            ? ""
            : "aliases: [\"%s\"]".formatted(String.join("\", \"", server.aliases()));
    String yaml =
        """
        listen-port: %d
        %sclusters:
          legacy:
            public-url: %s
            %s
            instances:
              - {name: one, url: "http://127.0.0.1:%d%s"}
        operations:
          - name: none
            path: /none
            element: "{urn:none}none"
            class: unsafe
        """
            .formatted(port, lines, url, aliases, server.port(), server.path());
    Path file = Files.createTempDirectory(folder, "site").resolve("proxy.yaml");
    return StranglerProxy.start(ConfigFile.read(Files.writeString(file, yaml)).config());
  }

  /** The address at which clients see this address of the server. */
  URI see(String address) {
    return URI.create(url + address.substring(path.length()));
  }

  @Override
  public void close() {
    stops.forEach(Runnable::run);
  }
}
