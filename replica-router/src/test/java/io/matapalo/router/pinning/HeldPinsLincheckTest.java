package io.matapalo.router.pinning;

import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.topology.Node;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The connection's thread opens and leaves pins while another aborts. In every interleaving an
 * abort reaches the pins of one moment, and each physical connection is handed back once.
 */
@Tag("concurrency")
@Param(name = "node", gen = IntGen.class, conf = "0:1")
public class HeldPinsLincheckTest {

  private static final String OWNER = "the connection's thread";
  private static final List<Node> NODES =
      List.of(Node.of("a", "jdbc:mysql://a/x"), Node.of("b", "jdbc:mysql://b/x"));

  private final Numbered connections = new Numbered();
  private final HeldPins held = new HeldPins(connections);

  /** The number of the physical connection that serves the node from now on. */
  @Operation(nonParallelGroup = OWNER)
  public int use(@Param(name = "node") int node) throws SQLException {
    Pin known = held.of(NODES.get(node));
    Pin pin = known == null ? held.open(NODES.get(node)) : known;
    return Physical.of(pin.physical()).number;
  }

  @Operation(nonParallelGroup = OWNER)
  public boolean leave(@Param(name = "node") int node) {
    Pin pin = held.of(NODES.get(node));
    if (pin != null) {
      held.leave(pin);
    }
    return pin != null;
  }

  @Operation(nonParallelGroup = OWNER)
  public boolean drop(@Param(name = "node") int node) {
    Pin pin = held.of(NODES.get(node));
    if (pin != null) {
      held.drop(pin);
    }
    return pin != null;
  }

  @Operation(nonParallelGroup = OWNER)
  public void closeAll() {
    held.closeAll();
  }

  @Operation(nonParallelGroup = OWNER)
  public void discardAll() {
    held.discardAll();
  }

  /** The numbers of those that it reached. */
  @Operation
  public List<Integer> abort() throws SQLException {
    Reached reached = new Reached();
    held.abort(reached);
    return reached.numbers;
  }

  @Validate
  public void eachIsHeldOrWasHandedBackOnce() {
    List<Integer> open = new ArrayList<>();
    for (Node node : NODES) {
      Pin pin = held.of(node);
      if (pin != null) {
        open.add(Physical.of(pin.physical()).number);
      }
    }
    for (Physical physical : connections.all) {
      int wanted = open.contains(physical.number) ? 0 : 1;
      if (physical.handedBack != wanted) {
        throw new IllegalStateException(
            "connection %d was handed back %d times, not %d"
                .formatted(physical.number, physical.handedBack, wanted));
      }
    }
  }

  @Test
  void anAbortReachesThePinsOfOneMoment() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(4)
        .iterations(10)
        .invocationsPerIteration(200)
        .check(HeldPinsLincheckTest.class);
  }

  /** Notes which connections an abort has reached. */
  private static final class Reached implements Executor {
    private final List<Integer> numbers = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  /** What is behind a connection. */
  private static final class Physical implements InvocationHandler {
    private final int number;
    private int handedBack;

    Physical(int number) {
      this.number = number;
    }

    static Physical of(Connection connection) {
      return (Physical) Proxy.getInvocationHandler(connection);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
      return switch (method.getName()) {
        case "equals" -> arguments[0] instanceof Connection other && of(other).number == number;
        case "hashCode" -> number;
        case "isReadOnly" -> false;
        case "abort" -> {
          ((Reached) arguments[0]).numbers.add(number);
          yield null;
        }
        default -> throw new UnsupportedOperationException(method.getName());
      };
    }
  }

  /** Pools whose connections have numbers. Confined to the connection's thread. */
  private static final class Numbered implements NodeConnections {
    private final List<Physical> all = new ArrayList<>();

    @Override
    public Connection borrow(Node node) {
      Physical physical = new Physical(all.size());
      all.add(physical);
      return (Connection)
          Proxy.newProxyInstance(
              HeldPinsLincheckTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              physical);
    }

    @Override
    public void giveBack(Node node, Connection physical) {
      Physical.of(physical).handedBack++;
    }

    @Override
    public void discard(Node node, Connection physical) {
      Physical.of(physical).handedBack++;
    }

    @Override
    public Connection opened(Connection physical) {
      return physical;
    }

    @Override
    public boolean arePooled() {
      return true;
    }
  }
}
