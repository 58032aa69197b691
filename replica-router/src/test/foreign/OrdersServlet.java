import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Somebody else's application: plain JDBC over the container's DataSource, one query for each line. */
@WebServlet("/orders/*")
public class OrdersServlet extends HttpServlet {

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int order = Integer.parseInt(request.getPathInfo().substring(1));
    try (Connection connection = dataSource().getConnection()) {
      int lines = 0;
      for (int number = 1; number <= 4; number++) {
        lines += line(connection, order, number);
      }
      try (PreparedStatement update =
          connection.prepareStatement("update visit set times = times + 1 where page = 'orders'")) {
        update.executeUpdate();
      }
      response.setContentType("text/plain");
      response.getWriter().println("order " + order + " has " + lines + " lines");
    } catch (SQLException | NamingException e) {
      throw new IOException(e);
    }
  }

  private static int line(Connection connection, int order, int number) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select text from line where order_id = ? and number = ?")) {
      query.setInt(1, order);
      query.setInt(2, number);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? 1 : 0;
      }
    }
  }

  private static DataSource dataSource() throws NamingException {
    return (DataSource) new InitialContext().lookup("java:comp/env/jdbc/orders");
  }
}
