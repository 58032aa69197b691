package io.matapalo.testkit;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts servers and waits to be killed. Its argument is a folder. */
final class CrashingParent {
  private CrashingParent() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    Redis redis = Redis.start(ServerConfig.inFolder(folder.resolve("redis")));
    MariaDb database = MariaDb.start(ServerConfig.inFolder(folder.resolve("mariadb")));
    System.out.println("pids " + redis.pid() + " " + database.pid());
    new CountDownLatch(1).await();
  }
}
