package io.matapalo.router.pinning;

import com.google.errorprone.annotations.Immutable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set on its connection and expects on whatever node. Immutable.
 *
 * @param settings those that were set
 */
public record SessionValues(Map<Setting, Object> settings, Map<String, String> clientInfo) {

  static final SessionValues NONE = new SessionValues(Map.of(), Map.of());

  /** As {@link Connection#setNetworkTimeout} takes it. */
  public record NetworkTimeout(Executor executor, int millis) {}

  /** A property of connections, and how it is set on a physical one. */
  public enum Setting {
    TRANSACTION_ISOLATION((on, value) -> on.setTransactionIsolation((Integer) value)),
    CATALOG((on, value) -> on.setCatalog((String) value)),
    SCHEMA((on, value) -> on.setSchema((String) value)),
    HOLDABILITY((on, value) -> on.setHoldability((Integer) value)),
    // Only setTypeMap gives this setting a value.
    @SuppressWarnings("unchecked")
    TYPE_MAP((on, value) -> on.setTypeMap((Map<String, Class<?>>) value)),
    NETWORK_TIMEOUT((on, value) -> {
      NetworkTimeout timeout = (NetworkTimeout) value;
      on.setNetworkTimeout(timeout.executor(), timeout.millis());
    });

    @Immutable
    private interface Setter {
      void set(Connection on, Object value) throws SQLException;
    }

    private final Setter setter;

    Setting(Setter setter) {
      this.setter = setter;
    }
  }

  /** Sets what differs from {@code has}. */
  void applyTo(Connection physical, SessionValues has) throws SQLException {
    for (Map.Entry<Setting, Object> wanted : settings.entrySet()) {
      if (!wanted.getValue().equals(has.settings.get(wanted.getKey()))) {
        wanted.getKey().setter.set(physical, wanted.getValue());
      }
    }
    for (Map.Entry<String, String> info : clientInfo.entrySet()) {
      if (!Objects.equals(info.getValue(), has.clientInfo.get(info.getKey()))) {
        physical.setClientInfo(info.getKey(), info.getValue());
      }
    }
  }

  /** The value of a setting; null if it was never set. */
  public @Nullable Object get(Setting setting) {
    return settings.get(setting);
  }

  /** The same with another value of one setting; null: as if it had never been set. */
  public SessionValues with(Setting setting, @Nullable Object value) {
    Map<Setting, Object> changed = new EnumMap<>(Setting.class);
    changed.putAll(settings);
    if (value == null) {
      changed.remove(setting);
    } else {
      changed.put(setting, value);
    }
    return new SessionValues(changed, clientInfo);
  }

  public SessionValues withClientInfo(Properties changed) {
    Map<String, String> info = new HashMap<>();
    changed.stringPropertyNames().forEach(name -> info.put(name, changed.getProperty(name)));
    return new SessionValues(settings, Map.copyOf(info));
  }
}
