package io.matapalo.perf.chain;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes requests that the contract takes. Each call makes another one. */
interface GoodRequests {

  /** The service in lower case, as in its address and namespace. */
  String service();

  /** An operation's element, without its namespace. */
  XmlElement next(RandomGenerator random);

  /** Whether an answer may show identities and times that its side has just made up. */
  default boolean makesIdentities() {
    return false;
  }

  /** One of several. */
  static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }

  /** A leaf that a client may leave out, and leaves out half of the time. */
  static void perhaps(XmlElement parent, String name, List<String> texts, RandomGenerator random) {
    if (random.nextBoolean()) {
      parent.content().add(XmlElement.leaf(name, one(texts, random)));
    }
  }
}
