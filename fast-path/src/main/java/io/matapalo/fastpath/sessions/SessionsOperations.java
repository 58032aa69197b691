package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.operation.Operation;
import java.util.List;

/** The operations of the service Sessions. Stateless. */
public final class SessionsOperations {

  private SessionsOperations() {}

  public static List<Operation<?, ?>> of(Login login, SessionVisits visits) {
    return List.of(
        new Operation<>("login", SessionsReader::login, login::run, SessionsWriter::opened),
        new Operation<>(
            "keepAlive", SessionsReader::token, visits::keepAlive, SessionsWriter::session),
        new Operation<>("logout", SessionsReader::token, visits::logout, SessionsWriter::lasted));
  }
}
