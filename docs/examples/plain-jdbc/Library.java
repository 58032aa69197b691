import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Prints a small library, as programs of this kind do: one query for the authors, and one more for each of them. */
public class Library {

  private static final String[] AUTHORS = {"Borges", "Cortázar", "Ocampo", "Storni", "Pizarnik"};

  public static void main(String[] arguments) throws SQLException {
    if (arguments.length != 2) {
      System.err.println("usage: JDBC_PASSWORD=… java Library.java JDBC-URL USER");
      System.exit(2);
    }
    try (Connection connection =
        DriverManager.getConnection(arguments[0], arguments[1], System.getenv("JDBC_PASSWORD"))) {
      connection.setAutoCommit(false);
      fill(connection);
      print(connection);
      connection.commit();
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create temporary table author (id int primary key, name varchar(40))");
      statement.execute("create temporary table book (author_id int, title varchar(40))");
    }
    try (PreparedStatement author = connection.prepareStatement("insert into author values (?, ?)");
        PreparedStatement book = connection.prepareStatement("insert into book values (?, ?)")) {
      for (int id = 0; id < AUTHORS.length; id++) {
        author.setInt(1, id);
        author.setString(2, AUTHORS[id]);
        author.addBatch();
        book.setInt(1, id);
        book.setString(2, "Selected works, volume " + (id + 1));
        book.addBatch();
      }
      author.executeBatch();
      book.executeBatch();
    }
  }

  private static void print(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet authors = statement.executeQuery("select id, name from author order by id")) {
      while (authors.next()) {
        System.out.println(authors.getString("name"));
        printBooks(connection, authors.getInt("id"));
      }
    }
  }

  private static void printBooks(Connection connection, int author) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select title from book where author_id = ?")) {
      query.setInt(1, author);
      try (ResultSet books = query.executeQuery()) {
        while (books.next()) {
          System.out.println("  " + books.getString("title"));
        }
      }
    }
  }
}
