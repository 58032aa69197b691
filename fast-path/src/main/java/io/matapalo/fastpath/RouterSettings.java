package io.matapalo.fastpath;

import io.matapalo.router.RouterConfig;
import java.time.Duration;

/** The router's settings from ours. Pure. */
final class RouterSettings {

  private static final Duration VALIDATION_TIMEOUT = Duration.ofMillis(250);

  private RouterSettings() {}

  static RouterConfig of(FastPathConfig config) {
    FastPathConfig.Database database = config.database();
    RouterConfig.Pool pool =
        new RouterConfig.Pool(
            database.poolSize(),
            database.poolSize(),
            database.borrowTimeout(),
            VALIDATION_TIMEOUT,
            RouterConfig.Pool.DEFAULT.maxLifetime());
    return RouterConfig.ofOneNode(
            bounded(database.jdbcUrl(), config.timing()),
            new RouterConfig.Credentials(database.user(), database.password()))
        .withPool(pool);
  }

  /** Adds the waits that a driver leaves without end, unless the URL says otherwise. */
  private static String bounded(String url, FastPathConfig.Timing timing) {
    String lockWait = "sessionVariables=innodb_lock_wait_timeout=" + timing.lockWait().toSeconds();
    String bounded = withDefault(url, "sessionVariables=", lockWait);
    long socketMillis = timing.requestDeadline().toMillis();
    bounded = withDefault(bounded, "socketTimeout=", "socketTimeout=" + socketMillis);
    return withDefault(bounded, "connectTimeout=", "connectTimeout=2000");
  }

  private static String withDefault(String url, String key, String setting) {
    if (url.contains(key)) {
      return url;
    }
    return url + (url.contains("?") ? "&" : "?") + setting;
  }
}
