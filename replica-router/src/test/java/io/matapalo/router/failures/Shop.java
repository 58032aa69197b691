package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;

import io.matapalo.testkit.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A table with rows 0 to 19, and the truth about it. Confined to one thread. */
final class Shop implements AutoCloseable {

  private final Connection administrator;

  private Shop(Connection administrator) {
    this.administrator = administrator;
  }

  /** Makes the table. */
  static Shop in(MariaDb server) throws SQLException {
    server.createDatabase("shop");
    Shop shop = of(server);
    update(shop.administrator, "create table item (id int primary key, v int) engine=innodb");
    update(shop.administrator, "insert into item select seq, 0 from seq_0_to_19");
    return shop;
  }

  /** The table as this server has it. */
  static Shop of(MariaDb server) throws SQLException {
    return new Shop(
        DriverManager.getConnection(
            server.jdbcUrl("shop"), server.administrator(), server.password()));
  }

  static Login login(MariaDb server) {
    return new Login(server.user(), server.password());
  }

  Connection administrator() {
    return administrator;
  }

  /** As it was made. */
  void reset() throws SQLException {
    update(administrator, "delete from item where id >= 100");
    update(administrator, "update item set v = 0 where v <> 0");
  }

  int v(int id) throws SQLException {
    return Integer.parseInt(value(administrator, "select v from item where id = " + id));
  }

  boolean has(int id) throws SQLException {
    return value(administrator, "select count(*) from item where id = " + id).equals("1");
  }

  @Override
  public void close() throws SQLException {
    administrator.close();
  }
}
