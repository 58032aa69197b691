package io.matapalo.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApplicationCodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.ArrayList",
        "javax.sql.DataSource",
        "jakarta.servlet.Filter",
        "jdk.internal.reflect.DirectMethodHandleAccessor",
        "sun.nio.ch.Net",
        "com.sun.xml.ws.server.InvokerTube",
        "org.hibernate.loader.Loader",
        "org.jboss.as.ee.component.ViewService",
        "org.wildfly.security.auth.Identity",
        "io.undertow.server.Connectors",
        "org.apache.cxf.Bus",
        "com.zaxxer.hikari.pool.HikariPool",
        "com.mchange.v2.c3p0.impl.NewProxyPreparedStatement",
        "com.alibaba.druid.pool.DruidPooledPreparedStatement",
        "io.agroal.pool.wrapper.PreparedStatementWrapper",
        "io.quarkus.undertow.runtime.UndertowDeploymentRecorder",
        "io.vertx.core.impl.ContextImpl",
        "io.netty.util.concurrent.FastThreadLocalRunnable",
        "io.helidon.dbclient.jdbc.JdbcStatementQuery",
        "org.eclipse.jetty.ee10.servlet.ServletHolder",
        "org.jdbi.v3.core.statement.SqlStatement",
        "net.ttddyy.dsproxy.QueryInfo",
        "com.mysql.cj.jdbc.ClientPreparedStatement",
        "org.mariadb.jdbc.Statement",
        "org.springframework.jdbc.core.JdbcTemplate",
        "io.matapalo.driver.MatapaloDriver",
        "com.shop.PricingBean$Proxy$_$$_WeldClientProxy",
        "com.shop.PricingBean$$$view12",
        "com.shop.Order$HibernateProxy$abc",
        "com.shop.$Proxy12",
        "com.sun.proxy.$Proxy7"
      })
  void skipsFrameworksAndGeneratedClasses(String name) {
    assertThat(ApplicationCode.of(List.of()).includes(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.shop.PricingBean",
        "io.matapalo.fastpath.Main",
        "javafish.A",
        "Main",
        "a.B$1"
      })
  void takesAllElseAsApplication(String name) {
    assertThat(ApplicationCode.of(List.of()).includes(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.shop.A", "org.apache.ours.B"})
  void namedPrefixesAreTheApplication(String name) {
    ApplicationCode code = ApplicationCode.of(List.of("com.shop.", "org.apache.ours."));
    assertThat(code.includes(name)).isTrue();
    assertThat(code.includes("com.other.A")).isFalse();
    assertThat(code.includes(name + "$$Generated")).isFalse();
  }
}
