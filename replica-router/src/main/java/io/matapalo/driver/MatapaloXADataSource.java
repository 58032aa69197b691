package io.matapalo.driver;

import io.matapalo.jvm.LogNames;
import java.io.PrintWriter;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;

/**
 * A class name that a container's {@code xa-datasource} may be given: making one fails, and says
 * what to write instead, because a transaction in two phases cannot be kept through the loss of its
 * node (decision 16). Stateless.
 */
public final class MatapaloXADataSource implements XADataSource {

  private static final String REFUSED =
      "jdbc:matapalo: has no two-phase commit (XA): a prepared transaction lives on one node, and"
          + " nobody could end it elsewhere; use an ordinary data source with the driver class"
          + " io.matapalo.driver.MatapaloDriver, or the database's own XADataSource on one node";

  /** Always fails. */
  public MatapaloXADataSource() {
    throw refused();
  }

  private static IllegalStateException refused() {
    return new IllegalStateException(REFUSED);
  }

  @Override
  public XAConnection getXAConnection() {
    throw refused();
  }

  @Override
  public XAConnection getXAConnection(String user, String password) {
    throw refused();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw refused();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw refused();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw refused();
  }

  @Override
  public int getLoginTimeout() {
    throw refused();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(LogNames.ROUTER);
  }
}
