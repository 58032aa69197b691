package io.matapalo.fastpath.operation;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.soap.SoapWriter;
import java.sql.SQLException;

/**
 * One operation of a service: its element is read into a request, which a handler answers, and the
 * answer is written. Each part is thread-safe.
 *
 * @param name the local name of its element, such as {@code getOrder}
 * @param <Q> the request, valid or not
 * @param <A> what is answered
 */
public record Operation<Q, A>(
    String name, Reader<Q> reader, Handler<Q, A> handler, Writer<A> writer) {

  /** Reads the operation's element, which it leaves. */
  @FunctionalInterface
  public interface Reader<Q> {
    Q read(SoapReader soap);
  }

  /** Checks the request and does what it asks for; it may throw {@link Refused}. Blocks. */
  @FunctionalInterface
  public interface Handler<Q, A> {
    A answer(Q request, Deadline deadline) throws SQLException;
  }

  /** Writes what stands in the answer's element. */
  @FunctionalInterface
  public interface Writer<A> {
    void write(A answer, SoapWriter xml);
  }
}
