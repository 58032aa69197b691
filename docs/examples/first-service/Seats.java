import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Sells one seat at each of two tills, at the same time. A till stands for one instance. */
public class Seats {

  private static final CountDownLatch TAKEN = new CountDownLatch(2);

  public static void main(String[] arguments) throws Exception {
    DataSource first = open(arguments[0], "vm1");
    DataSource second = open(arguments[0], "vm2");
    try (ExecutorService tills = Executors.newFixedThreadPool(2)) {
      List<Future<String>> sales =
          List.of(tills.submit(() -> sale(first, "vm1")), tills.submit(() -> sale(second, "vm2")));
      List<String> results = new ArrayList<>();
      for (Future<String> sale : sales) {
        results.add(sale.get());
      }
      results.stream().sorted().forEach(System.out::println);
    }
  }

  private static String sale(DataSource pool, String till) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      String seat = sell(connection, till);
      connection.commit();
      return seat;
    } catch (SQLException e) {
      return "refused: " + e.getErrorCode() + " " + e.getMessage();
    }
  }

  private static String sell(Connection connection, String till) throws SQLException {
    int seat = firstFreeSeat(connection);
    try (PreparedStatement update =
        connection.prepareStatement("update seat set buyer = ? where number = ?")) {
      update.setString(1, till);
      update.setInt(2, seat);
      update.executeUpdate();
    }
    awaitOtherTill();
    return "sold seat " + seat;
  }

  private static int firstFreeSeat(Connection connection) throws SQLException {
    String free = "select number from seat where buyer is null order by number limit 1 for update";
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(free)) {
      row.next();
      return row.getInt("number");
    }
  }

  /** Commits nothing before both tills have taken a seat, or a row lock has kept one off for 5 s. */
  private static void awaitOtherTill() {
    TAKEN.countDown();
    try {
      TAKEN.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static DataSource open(String url, String till) throws SQLException {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url.replace("TILL", till));
    pool.setUsername(System.getenv("JDBC_USER"));
    pool.setPassword(System.getenv("JDBC_PASSWORD"));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists seat (number int primary key, buyer varchar(20))");
      statement.execute(
          "insert ignore into seat (number) values (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    }
    return pool;
  }
}
