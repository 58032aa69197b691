package com.turnstile.service;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs calls, at a level that nobody switches on. Not thread-safe. */
public class LoggingHandler extends OperationHandler {

  private static final Logger LOG = Logger.getLogger(LoggingHandler.class.getName());

  @Override
  protected void before(OperationCall call) {
    String text = call.getMethod().toGenericString() + " " + call.getProperties();
    LOG.log(Level.FINER, text);
  }
}
