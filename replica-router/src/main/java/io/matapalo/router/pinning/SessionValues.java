package io.matapalo.router.pinning;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set on its connection and expects to hold on whatever node; null: never
 * set. Immutable.
 */
public record SessionValues(
    @Nullable Integer transactionIsolation,
    @Nullable String catalog,
    @Nullable String schema,
    @Nullable Integer holdability,
    @Nullable Map<String, Class<?>> typeMap,
    @Nullable NetworkTimeout networkTimeout,
    Map<String, String> clientInfo) {

  static final SessionValues NONE = new SessionValues(null, null, null, null, null, null, Map.of());

  /** As {@link Connection#setNetworkTimeout} takes it. */
  public record NetworkTimeout(Executor executor, int millis) {}

  /** Sets what differs from {@code has}. */
  void applyTo(Connection physical, SessionValues has) throws SQLException {
    if (transactionIsolation != null && !transactionIsolation.equals(has.transactionIsolation)) {
      physical.setTransactionIsolation(transactionIsolation);
    }
    if (catalog != null && !catalog.equals(has.catalog)) {
      physical.setCatalog(catalog);
    }
    if (schema != null && !schema.equals(has.schema)) {
      physical.setSchema(schema);
    }
    if (holdability != null && !holdability.equals(has.holdability)) {
      physical.setHoldability(holdability);
    }
    if (typeMap != null && !typeMap.equals(has.typeMap)) {
      physical.setTypeMap(typeMap);
    }
    if (networkTimeout != null && !networkTimeout.equals(has.networkTimeout)) {
      physical.setNetworkTimeout(networkTimeout.executor(), networkTimeout.millis());
    }
    for (Map.Entry<String, String> info : clientInfo.entrySet()) {
      if (!Objects.equals(info.getValue(), has.clientInfo.get(info.getKey()))) {
        physical.setClientInfo(info.getKey(), info.getValue());
      }
    }
  }

  public SessionValues withTransactionIsolation(int changed) {
    return new SessionValues(
        changed, catalog, schema, holdability, typeMap, networkTimeout, clientInfo);
  }

  public SessionValues withCatalog(@Nullable String changed) {
    return new SessionValues(
        transactionIsolation, changed, schema, holdability, typeMap, networkTimeout, clientInfo);
  }

  public SessionValues withSchema(@Nullable String changed) {
    return new SessionValues(
        transactionIsolation, catalog, changed, holdability, typeMap, networkTimeout, clientInfo);
  }

  public SessionValues withHoldability(int changed) {
    return new SessionValues(
        transactionIsolation, catalog, schema, changed, typeMap, networkTimeout, clientInfo);
  }

  public SessionValues withTypeMap(Map<String, Class<?>> changed) {
    return new SessionValues(
        transactionIsolation, catalog, schema, holdability, changed, networkTimeout, clientInfo);
  }

  public SessionValues withNetworkTimeout(NetworkTimeout changed) {
    return new SessionValues(
        transactionIsolation, catalog, schema, holdability, typeMap, changed, clientInfo);
  }

  public SessionValues withClientInfo(Properties changed) {
    Map<String, String> info = new HashMap<>();
    changed.stringPropertyNames().forEach(name -> info.put(name, changed.getProperty(name)));
    return new SessionValues(
        transactionIsolation,
        catalog,
        schema,
        holdability,
        typeMap,
        networkTimeout,
        Map.copyOf(info));
  }
}
