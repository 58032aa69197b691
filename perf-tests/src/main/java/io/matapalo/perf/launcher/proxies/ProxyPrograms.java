package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.testkit.binaries.DebianRoot;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** nginx with Lua, HAProxy and strace, unpacked from packages of Debian 12. Immutable. */
record ProxyPrograms(DebianRoot root) {
  private static final List<String> PACKAGES =
      List.of(
          "nginx",
          "libnginx-mod-http-lua",
          "libnginx-mod-http-ndk",
          "lua-resty-core",
          "lua-resty-lrucache",
          "libluajit2-5.1-2",
          "libpcre3",
          "libpcre2-8-0",
          "libssl3",
          "libcrypt1",
          "zlib1g",
          "haproxy",
          "liblua5.3-0",
          "libopentracing-c-wrapper0",
          "libopentracing1",
          "libsystemd0",
          "libcap2",
          "libgcrypt20",
          "libgpg-error0",
          "liblz4-1",
          "liblzma5",
          "libzstd1",
          "libstdc++6",
          "libgcc-s1",
          "strace",
          "libunwind8");

  /** Fetched from the machine's mirror at the first use. */
  static ProxyPrograms in(ServerCache cache, Consumer<String> progress) {
    try {
      return new ProxyPrograms(cache.withProgress(progress).debianPackages(PACKAGES));
    } catch (TestkitException e) {
      throw new DemoException("nginx, HAProxy and strace are missing: " + e.getMessage(), e);
    }
  }

  Path nginx() {
    return root.folder().resolve("usr/sbin/nginx");
  }

  Path haproxy() {
    return root.folder().resolve("usr/sbin/haproxy");
  }

  Path strace() {
    return root.folder().resolve("usr/bin/strace");
  }

  /** What the configuration of nginx must be told. */
  Map<String, String> places() {
    return Map.of(
        "modules", root.folder().resolve("usr/lib/nginx/modules").toString(),
        "lua", root.folder().resolve("usr/share/lua/5.1").toString());
  }

  /** What the programs need around them. */
  Map<String, String> environment() {
    return Map.of("LD_LIBRARY_PATH", ProcessPlan.joined(root.libraryFolders()));
  }

  /** For the page. */
  String versions() {
    return "nginx %s (Lua module %s), HAProxy %s, strace %s, all of Debian 12"
        .formatted(
            root.version("nginx"),
            root.version("libnginx-mod-http-lua"),
            root.version("haproxy"),
            root.version("strace"));
  }
}
