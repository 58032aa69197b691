package io.matapalo.router.proof;

/** What an instance does when it is asked. Thread-safe: asked on several channels at once. */
interface Work extends AutoCloseable {

  /**
   * Does what the message asks.
   *
   * @throws Exception told to the asker by its class and message
   */
  Message answer(Message request) throws Exception;

  @Override
  void close();
}
