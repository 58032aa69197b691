package io.matapalo.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigratorTest {

  private static final String URL = "jdbc:mysql://127.0.0.1:1/shop?password=verySecret";

  @TempDir Path folder;

  @Test
  void changelogThatIsNotThereIsRefusedByItsName() {
    assertThatThrownBy(() -> Migrator.plan(address(URL), folder.resolve("root.yaml")))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("no change log at")
        .hasMessageContaining("root.yaml");
  }

  @Test
  void unreachableDatabaseIsNamedWithoutTheSecretsOfItsUrl() throws IOException {
    Migrator migrator = Migrator.plan(address(URL), emptyChangelog());

    assertThatThrownBy(() -> migrator.run(new Step.Status()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("cannot connect to jdbc:mysql://127.0.0.1:1/shop as shopkeeper")
        .hasMessageNotContaining("verySecret");
  }

  @Test
  void urlThatNoDriverKnowsIsNotRepeatedWithItsSecrets() throws IOException {
    Migrator migrator =
        Migrator.plan(address("jdbc:nothing://host/shop?password=verySecret"), emptyChangelog());

    assertThatThrownBy(() -> migrator.run(new Step.Status()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("jdbc:nothing://host/shop")
        .hasMessageNotContaining("verySecret");
  }

  @Test
  void addressDoesNotPrintItsSecrets() {
    assertThat(address(URL))
        .hasToString("DatabaseAddress[jdbc:mysql://127.0.0.1:1/shop, user=shopkeeper]");
  }

  @Test
  void addressRefusesWhatIsNotJdbc() {
    assertThatThrownBy(() -> address("mysql://host?password=verySecret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the URL must start with jdbc:, was mysql://host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://app:verySecret@host/shop",
        "jdbc:mysql://(host=h,user=app,password=verySecret)/shop",
        "jdbc:mysql://address=(host=h)(password=verySecret)/shop",
        "mysql://app:verySecret@host/shop"
      })
  void addressRefusesCredentialsAmongItsHosts(String url) {
    assertThatThrownBy(() -> address(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the URL must ")
        .hasMessageNotContaining("verySecret");
  }

  @Test
  void rollbackOfNothingIsRefused() {
    assertThatThrownBy(() -> new Step.Rollback(0)).hasMessage("count must be at least 1, was 0");
  }

  private Path emptyChangelog() throws IOException {
    return Files.writeString(folder.resolve("root.yaml"), "databaseChangeLog: []\n");
  }

  private static DatabaseAddress address(String url) {
    return new DatabaseAddress(url, "shopkeeper", "alsoSecret", Duration.ofSeconds(1));
  }
}
