package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.matapalo.driver.MatapaloDriver;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pools that touch a connection before the application: without autocommit, with a validation query
 * at each borrowing. Frameworks then call {@code setReadOnly}, and what the pool has done must not
 * count as the application's transaction.
 */
final class PoolsIT {

  private static final String VALIDATION = "select 1";

  @TempDir static Path folder;
  private static ReplicaSet set;
  private final List<AutoCloseable> pools = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    set = ReplicaSet.inFolder(folder);
    set.createDatabase("shop");
    set.nodes()
        .getFirst()
        .server()
        .administer("create table shop.item (id varchar(40) primary key)");
    set.awaitCaughtUp(Duration.ofMinutes(2));
  }

  @AfterEach
  void closePools() throws Exception {
    for (AutoCloseable pool : pools) {
      pool.close();
    }
  }

  @AfterAll
  static void stop() {
    set.close();
  }

  @ParameterizedTest
  @CsvSource({
    "hikari,mysql", "hikari,mariadb", "tomcat,mysql", "tomcat,mariadb", "dbcp2,mysql",
    "dbcp2,mariadb", "c3p0,mysql", "druid,mysql", "agroal,mysql", "agroal,mariadb"
  })
  void validationIsNoTransactionOfTheApplication(String pool, String driver) throws Exception {
    DataSource source = pool(pool, driver);
    for (int round = 0; round < 3; round++) {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        validate(connection);
        connection.setReadOnly(true);
        assertThat(port(connection)).as("a read").isEqualTo(set.nodes().get(1).port());
        connection.commit();
        connection.setReadOnly(false);
        validate(connection);
        write(connection, pool + driver + round);
        assertThatThrownBy(() -> connection.setReadOnly(true))
            .as("a transaction of the application stays one")
            .hasMessageContaining("setReadOnly during a transaction is refused");
        connection.commit();
        assertThat(port(connection)).as("a write").isEqualTo(set.nodes().getFirst().port());
        connection.rollback();
      }
    }
  }

  /** What pools without a setting for it, and some frameworks, do by hand. */
  private static void validate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(VALIDATION);
    }
  }

  private static int port(Connection connection) throws SQLException {
    // It reads a table, so that it is a transaction.
    String sql = "select @@port from item right join (select 1) one on false";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static void write(Connection connection, String id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into item (id) values ('" + id + "')");
    }
  }

  private static String url(String driver) {
    return set.jdbcUrl("shop").replace("jdbc:mysql:", "jdbc:matapalo:" + driver + ":")
        + "&matapalo.topology=primary-replica&matapalo.instance=vm1&matapalo.node-names=a,b,c"
        + "&matapalo.node=b&matapalo.health.timeout=10s"
        // A busy machine may take its time to apply the write of the round before.
        + "&matapalo.marks.wait=10s&matapalo.health.max-lag=1h"
        // Nor is its node left because a connection takes its time to open.
        + "&connectTimeout=60000";
  }

  private DataSource pool(String kind, String driver) throws Exception {
    return switch (kind) {
      case "hikari" -> hikari(url(driver));
      case "tomcat" -> tomcat(url(driver));
      case "dbcp2" -> dbcp2(url(driver));
      case "c3p0" -> c3p0(url(driver));
      case "druid" -> druid(url(driver));
      default -> agroal(url(driver));
    };
  }

  private DataSource hikari(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(set.user());
    config.setPassword(set.password());
    config.setAutoCommit(false);
    config.setConnectionTestQuery(VALIDATION);
    config.setMaximumPoolSize(1);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  private DataSource tomcat(String url) {
    PoolProperties properties = new PoolProperties();
    properties.setUrl(url);
    properties.setUsername(set.user());
    properties.setPassword(set.password());
    properties.setDefaultAutoCommit(false);
    properties.setValidationQuery(VALIDATION);
    properties.setTestOnBorrow(true);
    properties.setValidationInterval(0);
    properties.setMaxActive(1);
    properties.setInitialSize(1);
    org.apache.tomcat.jdbc.pool.DataSource pool =
        new org.apache.tomcat.jdbc.pool.DataSource(properties);
    pools.add(pool::close);
    return pool;
  }

  private DataSource dbcp2(String url) {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(url);
    pool.setUsername(set.user());
    pool.setPassword(set.password());
    pool.setDefaultAutoCommit(false);
    pool.setValidationQuery(VALIDATION);
    pool.setTestOnBorrow(true);
    pool.setMaxTotal(1);
    pools.add(pool);
    return pool;
  }

  private DataSource c3p0(String url) {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setJdbcUrl(url);
    pool.setUser(set.user());
    pool.setPassword(set.password());
    pool.setPreferredTestQuery(VALIDATION);
    pool.setTestConnectionOnCheckout(true);
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pools.add(pool);
    return pool;
  }

  private DataSource druid(String url) {
    DruidDataSource pool = new DruidDataSource();
    // It knows drivers by a list of its own.
    pool.setDriverClassName(MatapaloDriver.class.getName());
    pool.setUrl(url);
    pool.setUsername(set.user());
    pool.setPassword(set.password());
    pool.setDefaultAutoCommit(false);
    pool.setValidationQuery(VALIDATION);
    pool.setTestOnBorrow(true);
    pool.setMaxActive(1);
    pools.add(pool);
    return pool;
  }

  private DataSource agroal(String url) throws SQLException {
    AgroalDataSource pool =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pooled ->
                    pooled
                        .maxSize(1)
                        .validateOnBorrow(true)
                        .connectionFactoryConfiguration(factory ->
                            factory
                                .jdbcUrl(url)
                                .autoCommit(false)
                                .initialSql(VALIDATION)
                                .principal(new NamePrincipal(set.user()))
                                .credential(new SimplePassword(set.password())))));
    pools.add(pool);
    return pool;
  }
}
