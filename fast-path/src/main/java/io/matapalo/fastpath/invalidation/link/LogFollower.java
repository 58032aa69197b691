package io.matapalo.fastpath.invalidation.link;

/** Who wants to know how the connection is. Called by the thread that follows the log. */
public interface LogFollower {

  /**
   * After which position the server shall begin, as {@link ServerState#after} writes it. May block.
   *
   * @throws LogEnded when this server will not do
   */
  String beginAfter(ServerState server) throws LogEnded;

  /** The server has taken the request; events follow. */
  void connected();

  /** An event has come, also one that only says that the server is there. */
  void event();
}
