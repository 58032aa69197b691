package io.matapalo.proxy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.config.ProxyConfig;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that clients cannot take all file descriptors of the process. The JVM itself raises
 * its limit to the hard one when it starts (its option {@code MaxFDLimit}, on by default).
 * Immutable.
 *
 * @param limit of the process
 * @param open at the start
 */
record Descriptors(long limit, long open) {

  private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

  /** For files, probes, look-ups, the admin port and log. */
  private static final int SPARE = 32;

  private static final int LEAST_CLIENTS = 8;

  /** Those of this process; without bound where the platform does not tell. */
  static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Descriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE, 0);
  }

  /**
   * The settings, or lower ones where the limit of the process does not suffice: half of what is
   * there is for clients then, a quarter for idle connections to instances.
   */
  ProxyConfig fitted(ProxyConfig config) {
    int wanted = config.limits().maxClientConnections();
    long free = limit - open - SPARE;
    long needed = wanted + upstreamNeedOf(config);
    if (free >= needed) {
      return config;
    }
    int clients = (int) Math.min(wanted, Math.max(LEAST_CLIENTS, free / 2));
    int instances = config.clusters().values().stream().mapToInt(it -> it.instances().size()).sum();
    long idle = Math.max(0, free / 4) / (instances * (long) config.listener().ioThreads());
    LOG.warn(
        "File descriptors do not suffice for the settings, fewer connections are kept; raise the"
            + " hard limit (ulimit -n). limit={} needed={} client-connections={} of={}"
            + " idle-connections={}",
        limit,
        open + SPARE + needed,
        clients,
        wanted,
        idle);
    return config.withConnections(clients, (int) Math.min(idle, Integer.MAX_VALUE));
  }

  /** The most connections to instances: each request has one, and idle ones come on top. */
  private static long upstreamNeedOf(ProxyConfig config) {
    long need = 0;
    for (ClusterConfig cluster : config.clusters().values()) {
      ClusterConfig.Connections settings = cluster.connections();
      long idle =
          (long) settings.maxIdle() * cluster.instances().size() * config.listener().ioThreads();
      need += settings.max() + Math.min(idle, settings.max());
    }
    return need;
  }
}
