package orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Somebody else's Spring Boot application; it knows nothing of Matapalo. */
@SpringBootApplication
@RestController
public class OrdersApplication {

  private final JdbcTemplate database;

  public OrdersApplication(JdbcTemplate database) {
    this.database = database;
  }

  public static void main(String[] arguments) {
    SpringApplication.run(OrdersApplication.class, arguments);
  }

  @GetMapping("/orders")
  @Transactional(readOnly = true)
  public String orders() {
    Boolean readOnly = database.execute((java.sql.Connection on) -> on.isReadOnly());
    Integer count = database.queryForObject("select count(*) from orders", Integer.class);
    return count + " orders, read-only " + readOnly;
  }

  @PostMapping("/orders")
  @Transactional
  public String order() {
    return database.update("insert into orders values ()") + " stored";
  }
}
