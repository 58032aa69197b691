package com.turnstile.it;

import io.matapalo.migration.DatabaseAddress;
import io.matapalo.migration.Migrator;
import io.matapalo.migration.Step;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.Memcached;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.vendors.MessageGateway;
import io.matapalo.testkit.vendors.TaxService;
import io.matapalo.testkit.vendors.VendorSettings;
import io.matapalo.testkit.vendors.payment.PaymentProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * What Turnstile needs around it: database with schema and seed, memcached, payment provider, tax
 * service, message gateway. Started before the first test, and so before Arquillian reads its
 * configuration, which they complete; stopped after the server. Only where the build says where the
 * server is: not for unit tests. Used by one thread.
 */
public final class Surroundings implements LauncherSessionListener {

  static final String DATABASE = "turnstile";
  static final int BUFFER_POOL_MEGABYTES = Integer.getInteger("turnstile.it.buffer-pool", 256);

  private static MariaDb database;
  private static Memcached cache;
  private static PaymentProvider payments;
  private static TaxService tax;
  private static MessageGateway messages;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("turnstile.server") == null || database != null) {
      return;
    }
    Path folder = Path.of(System.getProperty("turnstile.it.folder"));
    deleteAll(folder);
    createFolder(folder);
    Path server = folder.resolve("standalone");
    copyShippedState(server);
    database =
        MariaDb.start(
            ServerConfig.inFolder(folder.resolve("database"))
                .withOptions("--innodb-buffer-pool-size=" + BUFFER_POOL_MEGABYTES + "M"));
    database.createDatabase(DATABASE);
    Path changelog =
        Path.of(System.getProperty("matapalo.root"), "migration/turnstile/changelog/root.yaml");
    DatabaseAddress address =
        new DatabaseAddress(
            database.jdbcUrl(DATABASE),
            database.user(),
            database.password(),
            Duration.ofSeconds(30));
    Migrator.plan(address, changelog).run(new Step.Update());
    cache = Memcached.start(ServerConfig.inFolder(folder.resolve("memcached")));
    payments = PaymentProvider.start(VendorSettings.defaults().withLatency(Duration.ZERO));
    tax = TaxService.start(VendorSettings.defaults().withLatency(Duration.ZERO));
    messages = MessageGateway.start(VendorSettings.defaults());
    describeToArquillian(server);
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (database != null) {
      messages.close();
      tax.close();
      payments.close();
      cache.close();
      database.close();
      database = null;
    }
  }

  private static void describeToArquillian(Path server) {
    int httpPort = FreePorts.next();
    int managementPort = FreePorts.next();
    System.setProperty("turnstile.it.management.port", Integer.toString(managementPort));
    String arguments =
        String.join(
            " ",
            "-Xms128m -Xmx512m",
            System.getProperty("turnstile.it.compiler", ""),
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow",
            // Not UTC, so that a time which is not kept in UTC shows.
            "-Duser.timezone=America/New_York",
            property("jboss.server.base.dir", server),
            property("jboss.bind.address", "127.0.0.1"),
            property("jboss.bind.address.management", "127.0.0.1"),
            property("jboss.http.port", httpPort),
            property("jboss.management.http.port", managementPort),
            // Through the recorder, as the demonstration runs it.
            property(
                "turnstile.jdbc.url",
                database.jdbcUrl(DATABASE).replaceFirst("jdbc:", "jdbc:matapalo:")),
            property("turnstile.jdbc.user", database.user()),
            property("turnstile.jdbc.password", database.password()),
            property("turnstile.memcached", cache.address()),
            property("turnstile.payment.url", payments.url()),
            property("turnstile.tax.url", tax.url()),
            property("turnstile.notification.url", messages.url()),
            property("matapalo.recorder.names", recordedNames()),
            property(
                "matapalo.recorder.inner",
                "/turnstile/backend/checkout#executePurchase=Checkout.purchase;"
                    + "/turnstile/backend/checkout#loadOrder=Checkout.getOrder"));
    // It is put into arquillian.xml as it is, before that is read as XML.
    System.setProperty("turnstile.it.vm.arguments", arguments.replace("&", "&amp;"));
  }

  /** What the recorder calls the operations. */
  private static String recordedNames() {
    return String.join(
        ";",
        "/turnstile/v3/checkout#purchase=Checkout.purchase",
        "/turnstile/v3/checkout#getOrder=Checkout.getOrder",
        "/turnstile/v3/sessions#login=Sessions.login",
        "/turnstile/v3/sessions#keepAlive=Sessions.keepAlive",
        "/turnstile/v3/sessions#logout=Sessions.logout",
        "/turnstile/v3/customers#getProfile=Customers.getProfile",
        "/turnstile/v3/customers#updateContact=Customers.updateContact",
        "/turnstile/v3/instructions#create=Instructions.create",
        "/turnstile/v3/instructions#update=Instructions.update",
        "/turnstile/v3/instructions#get=Instructions.get",
        "/turnstile/v3/instructions#delete=Instructions.delete",
        "/turnstile/v1/checkout#findOrder=v1.findOrder",
        "/turnstile/v2/checkout#getOrderDetails=v2.getOrderDetails");
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }

  /** As it is shipped but for the application, which Arquillian deploys itself. */
  private static void copyShippedState(Path to) {
    Path from = Path.of(System.getProperty("turnstile.server"), "standalone");
    try (Stream<Path> content = Files.walk(from)) {
      for (Path path : (Iterable<Path>) content::iterator) {
        if (!path.getFileName().toString().startsWith("turnstile.war")) {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + from + " to " + to, e);
    }
  }

  /** Of an earlier run. */
  private static void deleteAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static String property(String name, Object value) {
    return "-D" + name + "=" + value;
  }

  static MariaDb database() {
    return database;
  }

  static void killMemcached() {
    cache.kill();
  }

  /** On the same port. */
  static void restartMemcached() {
    cache = Memcached.start(cache.config());
  }

  static PaymentProvider payments() {
    return payments;
  }

  static TaxService tax() {
    return tax;
  }

  static MessageGateway messages() {
    return messages;
  }
}
